import type { Lexicon } from "./lexicon.ts";

/** What people study, teach and build. */
export const KNOWLEDGE: Lexicon = {
  academia: {
    strong: `academia academic scholar scholars scholarly scholarship researcher universit* phd phds postdoc* professor professors humanities social_science* higher_education
       philosophers philosopher sociolog* anthropolog* political_science research_institut* research_communit* scientific_communit* grad_student* graduate_student* alumni scientific_research
      universitaire* chercheur* chercheuse* enseignement_supérieur recherche_scientifique sciences_humaines sciences_sociales philosophie doctorant*
      hochschul* forschende* forscher* forschung forschungs* wissenschaftler* wissenschaftskommunikation wissenschaftlich* geisteswissenschaft* sozialwissenschaft* akademiker* akademisch* studierende* studentenwerk politikwissenschaft* philosoph*
      académic* investigador* investigación científica universidad* filosofía humanidades ricercator* ricerca_scientifica universit* accademic* umanistic* filosofia
      pesquisador* acadêmic* académic* universidade* onderzoeker* universiteit* academici wetenschapper* hoger_onderwijs
      naukow* uczelni* uniwersytet* akademick* badacz* forskare forskning universitet* akademisk* учёны* ученые университет* академи* исследовател* научн*
      大学 研究者 学術 院生 学者 大學 学术 學術 高校 科研 研究所 대학 연구자 학술 학회 akademik* üniversite* araştırmacı* yliopisto* tutkija* tutkimus* univerzit* vědec* akademi* recerca acadèmi* digital_humanit* archivist* archivists economist* economics statistician* causal_inference`,
    medium: `academics researchers university research scientists scientist historian* archaeolog* archeolog* archäolog* medievalist* classicist* linguist* linguistics          
       open_access open_science scientifique* wissenschaft* ciencia scienza wetenschap* nauka recherche ricerca investigación istruzione college campus student_union students étudiant* studenten librarians epidemiolog* psycholog* infovis bibliometric* library_science`,
    weak: "study studies students student institute lecture knowledge wissen savoir conocimiento conoscenza 🎓",
  },
  education: {
    strong: `schulleit* schulbuch* schulisch* schulalltag schulklasse* teacher teachers educator* edtech edutwitter pedagog* homeschool* k12 k_12 schoolteacher* open_education oer educational_technolog*
      enseignant* enseignante* professeur* éducation pédagog* éducatif* éducative* lehrer* lehrkräfte lehrkraft lehramt* schule schulen unterricht* pädagog* fedilz fediteacher bildungswesen medienbildung bildungseinricht*
      educación docente docentes maestros maestras educativ* profesorado insegnanti insegnante scuola scuole didattic* educação educador* ensino escolas
      onderwijs* leraren leraar docenten nauczyciel* edukac* szkoł* lärare skolan skolor utbildning* учител* образован* педагог*
      eğitim* öğretmen* opettaj* kasvatus* učitel* vzdělává* mestres educaci* ensenyament professorat
      教育 教師 教员 教師 教師 교육 교사 선생님`,
    medium:
      "education educational school schools teaching classroom bildung lernen colegio istruzione école écoles élèves enseigner apprendre lycée schüler* școala учёба 学習 学习 jugendarbeit",
    weak: "learning learn training students school_children",
  },
  history: {
    strong: `historian historians historiker* historien* historienne* historiador* storici historici archaeolog* archeolog* archäolog* archéolog* arqueolog* arqueòleg* археолог* medieval* medieval mittelalter* médiéval* genealog* généalog* ahnenforsch* genealogi*
      egyptolog* ancient_history ancient_historians military_history local_history art_history history_lovers history_buff* historical_research classicist* museolog* museum_profession* museums
      histoire_de geschichtswissenschaft* geschichtsinteressiert* historisch_interessiert* geschiedenis historyk* historia_sztuki tarihçi* историки historioitsij* historik*
      歴史 历史 歷史 史学 考古 역사 고고학 reenact* numismat*`,
    medium:
      "history historical histoire geschichte história historia storia histor* истори* tarih heritage patrimoine patrimonio kulturerbe antiquity museum museen musée* museo archives archive",
    weak: "ancient past",
  },
  languages: {
    strong: `linguist linguists linguistic linguistics conlang* constructed_language* polyglot* language_learn* language_exchange language_lovers lingvist* translators interpreters toki_pona esperanto esperantist* esperantujo lojban interlingua volapük
      linguistique* traducteur* traductrice* sprachwissenschaft* sprachlern* übersetzer* dolmetscher* lingüist* lingüíst* traductor* linguisti traduttor* traduttric* tradutor* linguistica
      taalkund* vertalers językozn* tłumacz* lingvistik* språkvet* översättare лингвист* переводчик* dilbilim* çevirmen* kielitie* kääntäj* jazykověd* překladatel* traductors
      言語学 語学 翻訳者 人工言語 语言学 語言學 外语学习 언어학 번역가 kulturo_esperanto minority_language* endangered_language* indigenous_language*`,
    medium:
      "translation traduction übersetzung euskara* euskaraz gaeilge gàidhlig cymraeg brezhoneg frysk plattdüütsch plattdeutsch yiddish sanskrit latin_language language_community phonolog* etimolog* etymolog*",
  },
  law: {
    strong: `lawyer lawyers attorney attorneys legal_profession* legal_schol* law_professor* law_student* lawprof* law_school* legal_communit* legaltech legal_tech appellate paralegal* jurists jurist juriste* jurisprudence avocats avocat avocates
      jurist* juristinnen rechtsanwält* rechtsanwalt* anwaltschaft rechtswissenschaft* abogad* juristas avvocat* giurist* advogad* juristas advocaten juristen rechtsgeleerd* prawnik* prawnicz* adwokat* jurister advokat* адвокат* юрист* avukat* hukukçu* asianaj* juristi právník* advocats
      弁護士 法曹 法律家 律师 律師 法学 法律人 변호사 법조`,
    medium: "legal law droit derecho diritto direito prawo juridi* juridique* 法律 법률 hukuk oikeus",
  },
  maps: {
    strong: `cartograph* cartogr* kartogra* kartograf* cartógraf* geospatial geograph* geograf* géograph* geógraf* gis openstreetmap osm geodata geodaten géomati* geoinformati* geomati* mapmaker* mapmakers mapping_community mapper mappers maptime qgis geomob remote_sensing
      картограф* географ* haritacı* kartografi* 地図 地图 地圖 지리 측지 mapathon*`,
    medium: "maps mapping mapas karten cartes gps geolog* surveying",
  },
  science: {
    strong: `science sciences scientist scientists scientific sciart fediscience physics physicist* astronom* astrophys* mathematic* mathematician* maths math mathstodon chemist* chemistry biolog* biologist* bioinformat* genomic* geneticist* genetics neuroscien* ecologist* geolog* geoscien* palaeontolog* paleontolog* climate_scien*
      statistician* epidemiolog* microbiolog* botanist* zoolog* entomolog* mycolog* spaceflight space_explor* skeptics rational_thinkers open_science citizen_science meteorolog*
      scientifique* mathématiq* physicien* biologiste* chimie astronomie wissenschaft wissenschaften naturwissenschaft* mathematik* physik physiker* chemie astronomie biologie
      ciencia ciencias científic* matemátic* física astronomía scienza scienze scienziat* scientific* matematic* fisica astronomia divulgazione_scientifica ciência* científic*
      wetenschap wetenschappen wiskund* natuurkund* sterrenkund* nauka nauki naukow* matematyk* fizyk* astronomi* vetenskap* naturvetenskap* наука науки науч* математик* физик* астроном* биолог*
      bilim bilimsel matematik* tiede tieteen tähtitie* věda vědy vědeck* ciència ciències científic*
      科学 科學 理系 数学 數學 天文 物理 宇宙好き 化学 生物学 생물학 과학 수학 천문`,
    medium:
      "research weltraum forschung wissenschaft* recherche_scientifique botan* nature_and_science evidence_based statistics skeptic* rationalis* data_science climate_research ai_research",
    weak: "curious 🔬 🔭 🧬",
  },
  tech: {
    strong: `w3c web_standard* ar_vr vr_ar virtual_reality flutter search_engine_optimization umbraco cms tildeverse tilde_* distributed_systems operating_systems computer_systems computer_graphics ai_research small_internet unix technology technologist* tech techies techie techy programming programmer* coders developers developer web_dev* webdev* software_engineer* software_develop* software_dev* sysadmin* devops engineers engineering computer_science computing computers hackers hackerspace* makerspace* hacktivist* 
      python javascript typescript php rustlang rustaceans golang kotlin dotnet ruby perl haskell clojure java_develop* wordpress_dev* laravel drupal symfony machine_learning artificial_intelligence data_science robotics electronics embedded microcontroller* firmware arduino raspberry_pi retrocomput* retro_comput* it_profession* it_crowd information_technology internet_infrastructure networking_engineer* network_engineer* cyberpunk* startups indie_hackers game_dev* gamedev* ios_develop* apple_enthus* android_develop* cloud_native devrel salesforce servicenow sap_develop* web_design* mainframe* demoscene vintage_computer* smart_home
      technologie technologies_numériques informatique informaticien* développeur* développeuse* programmation programmeurs 
      technik technikbegeistert* technikinteressiert* technologien informatik informatiker* programmier* entwickler* softwareentwickl* it_ler netzpolitik* digitalpolitik* hackspace chaos_computer* chaostreff* ingenieur*
      tecnología tecnologías tecnológic* informática informático* programación programador* desarrolladores ingenier* tecnologia tecnologie tecnologic* informatica informatic* sviluppator* programmator* programmazione tecnologias desenvolvedor* programação
      technologieliefhebb* techniek programmeurs ontwikkelaars informatici ict
      technologia technologie technologiczn* programist* informatyk* informatyczn* teknik teknologi* utvecklare programmerare программист* программирован* разработчик* технологи* айтишник* компьютер*
      teknoloji* yazılım* yazılımcı* geliştirici* teknologia ohjelmoi* ohjelmist* tekniikka programátor* programován* technologi* vývojář* programadors desenvolupadors tecnologi*
      技術者 技術系 エンジニア プログラマ プログラミング 開発者 電子工作 コンピュータ テクノロジー パソコン 程序员 程式設計 编程 编程 科技 互联网 计算机 電腦 技术 数码 개발자 프로그래머 프로그래밍 기술 컴퓨터 전자쟁이 it인`,
    medium: `robots bot technologies kubernetes coding software hardware computer hacker hacking linux unix open_source foss self_host* selfhost* homelab crypto blockchain infosec cybersecurity apps apple android microsoft techtalk numérique digitale* digitalisierung datenschutz netzkultur
      engineer ingenieure ingénieur* ingenieros robot gadgets cyber tecnopolítica technical 技術 テック 开发 개발 automation`,
    weak: "bots internet web nerds nerd geek geeks geeky geekery nerdy digital data cloud privacy server_admin* api futurolog* vibecod* 💻 🤖",
  },
  infosec: {
    strong: `infosec information_security info_security cybersecurity cyber_security cybersec cyber_sec it_security security_profession* security_research* security_commun* security_minded netsec opsec pentest* penetration_test* malware ransomware threat_intel* red_team* blue_team* bug_bount* defcon def_con ctf ctfs reverse_engineer* osint dfir cryptograph* ethical_hack* vulnerabilit* indicators_of_compromise
      cybersécurité sécurité_informatique ssi it_sicherheit cybersicherheit informationssicherheit ciberseguridad seguridad_informática seguridad_de_la_información cibersegurança segurança_da_informação sicurezza_informatica cybersicurezza informatiebeveilig* cyberbeveilig* cyberbezpiecze* bezpieczeństw*_it it_säkerhet cybersäkerhet кибербезопас* информационн*_безопас* siber_güvenlik tietoturva* kyberbezpečn* ciberseguretat
      情報セキュリティ サイバーセキュリティ 网络安全 網路安全 信息安全 資安 정보보안 사이버보안`,
    medium: " hacker hackers hacking privacy_advoc* privacy_activis* セキュリティ 보안 sicherheitsforsch* blueteam",
    weak: "security privacy encryption datenschutz secure",
  },
  "free-software": {
    strong: `free_software libre_software foss floss free_open_source free_and_open_source free_libre linux gnu gnu_linux freebsd openbsd netbsd debian ubuntu archlinux nixos kde gnome fsf fsfe libreoffice open_source_software open_source_enthus* open_source_develop* open_source_commun* open_source_contrib* open_source_project* opensource software_freedom copyleft open_hardware
      logiciel_libre logiciels_libres libriste* libre_et_open freie_software freier_software freien_software software_libre software_libero software_livre vrije_software wolne_oprogramowanie wolnego_oprogramowania otwarte_oprogramowanie fri_programvara fri_mjukvara öppen_källkod свободн*_программ* свободн*_по открыт*_код* özgür_yazılım* açık_kaynak* vapaa_ohjelmist* avoimen_lähdekoodin svobodn*_software programari_lliure
      オープンソース リナックス 开源 開源 自由软件 自由軟體 오픈소스 리눅스`,
    medium:
      "open_source libre_culture digital_freedom software_libr* bsd unix fedora emacs vim self_host* selfhost* open_data open_web culture_libre freie_kultur cultura_libre creative_commons digitale_souveränität digital_sovereignty",
    weak: "libre 🐧",
  },
};
