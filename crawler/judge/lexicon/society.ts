import type { Lexicon } from "./lexicon.ts";

/** What people believe in, fight for and come from. */
export const SOCIETY: Lexicon = {
  activism: {
    strong: `syndicat syndicats activist activists activism hacktivis* social_justice human_rights civil_rights civil_liberties digital_rights feminist feminists feminism mutual_aid grassroots anticapitalis* anti_capitalis* abolitionis* anti_racis* antiracis* anarchist anarchists anarchism anarcho* antifascis* antifascist antifa anti_fascist union_members trade_union* unionist* labor_movement labour_movement non_profits nonprofits ngo ngos social_movement* social_change advocacy decoloni* cooperatives solidarity_econom* disability_rights animal_rights transformative_action climate_justice activist_communit*
      activiste* militant* féministe* féminisme droits_humains droits_de_l_homme justice_sociale mouvements_sociaux libertaire* anarchiste* syndicalis* éducation_populaire
      aktivist* aktivismus menschenrecht* feminis* zivilgesellschaft* gewerkschaft* anarchis* antifaschis* antirassis* seenotrettung bürgerrecht* emanzipator* soziale_bewegungen soziale_bewegung*
      activistas activismo derechos_humanos feminista* feminismo movimientos_sociales colectivos_sociales anarquist* justicia_social attivist* attivismo diritti_umani femminis* movimenti_sociali anarchic* collettivo antirazzis* ativis* direitos_humanos movimentos_sociais anarquis*
      activisten mensenrechten vakbond* aktywi* prawa_człowieka praw_człowieka feminis* anarchi* związk*_zawodow* mänskliga_rättigheter активист* прав*_человека феминис* анархи* правозащит* aktivizm insan_haklar* feminis* ihmisoikeu* aktivismi aktivis* lidsk*_práv* activistes drets_humans feminis*
      アクティビ 社会運動 人権 フェミニ 社会正义 人权 人權 女权 女權 平权 活动家 인권 활동가 페미니 노동조합 사회운동`,
    medium:
      "veganism associatif justice solidarity solidarité solidarität solidaridad solidarietà solidariedade radical radicals civic ngos charity charities autonomous autonome progressive liberation bewegung advocates organizers organisers democracy disinformation leftist leftists gauchiste* linksradikal*",
    weak: "collectif collectifs collective colectivo kollektiv equality change rights community_led cooperative co_op ethical ✊",
  },
  bipoc: {
    strong: `bipoc qtpoc black_people black_folk* black_women black_twitter blacktwitter black_communit* black_fediverse people_of_color people_of_colour person_of_color indigenous_people* indigenous_communit* native_american* african_american* asian_american* afro_latin* afrodesc* afroeurop* black_and_brown black_led black_owned pan_african* africans_and_the_diaspora latinx latine chicanx chicano* desi aboriginal_and racisé* racialisé* personnes_noires schwarze_menschen afrodeutsch* people_of_african personas_racializadas pessoas_negras indígenas personas_negras pueblos_originarios roma_people sámi_people`,
    medium:
      "poc first_nations black indigenous native_people aboriginal diaspora melanin brown_people asian_diaspora immigrants migrants",
  },
  climate: {
    strong: `climate climate_change climate_justice climate_crisis climate_action climate_emergency environmentalis* environmental* sustainability solarpunk* degrowth renewable_energy clean_energy rewilding extinction_rebellion fridays_for_future permacultur* regenerative biodiversity eco_activis* overheating_planet
       climatique* écologie écologis* écologiste* décroissance développement_durable transition_écologique klima klimaschutz* klimakrise* klimagerecht* klimawandel klimabeweg* umwelt umweltschutz* umweltbeweg* naturschutz* nachhaltigkeit energiewende verkehrswende erneuerbar*
      cambio_climático climátic* crisis_climática ecologismo ecologista* ecología medioambient* medio_ambiente sostenibilidad cambiamento_climatico climatic* ecologia ecologist* ambientalis* sostenibilità mudanças_climáticas climátic* sustentabilidade ambientalista* meio_ambiente
      klimaat* duurzaamheid klimat* ekologi* środowisk*_natural* hållbarhet klimatet климат* эколог* iklim* çevreci* ilmasto* ympäristönsuojel* klimatick* ekolog* sostenibilitat canvi_climàtic
      気候変動 環境問題 环保 環保 气候 氣候 기후 환경운동`,
    medium:
      "clima climat sustainable ecology ecological ecologic* nachhaltig* duurzaam* ecosystem green_energy eco energy_transition écolo zero_waste",
    weak: "renewable green 🌱 🌍",
  },
  journalism: {
    strong: `journalist journalists journalism journalistic reporters newsroom* news_outlet* news_organi* investigative_report* press_corps photojournalis* media_profession* media_workers
      journaliste* journalisme rédactions journalistisch* journalistinnen journalisten journalismus medienschaffende* medienhäus* redaktion* pressevertret* periodist* periodismo giornalist* giornalismo redazion* jornalist* jornalismo
      journalistiek dziennikar* journalistik журналист* gazeteci* gazetecilik toimittaj* journalismi novinář* žurnalist* periodistes periodisme
      ジャーナリ 記者 报道 记者 新聞人 新闻工作 媒体人 기자들 언론 저널리`,
    medium:
      "reporter press media_outlet* presse prensa stampa imprensa nieuws current_events newspaper zeitung quotidiano corretta_informazione local_news breaking_news aktualności",
    weak: "news media medien nachrichten actualités actualité noticias notizie informazione 新闻 新聞 ニュース 뉴스 podcasts",
  },
  politics: {
    strong: `pirateparty politics political politically politician* policy_makers policymak* public_policy eu_policy policy_wonk* geopolitic* socialist socialists socialism communist communists communism marxis* leftist leftists leftism left_wing left_leaning anarchis* libertarian* social_democra* democratic_socialis* green_party pirate_party labour_party liberal_democrat* democrats republicans parliament*
      politique politiques parti_pirate gauchiste* socialiste* communiste* politik politisch* politiker* bündnis_90 die_linke piratenpartei sozialdemokrat* sozialis* kommunis* kommunalpolitik linke linkspartei antiautoritär* partei parteien spd
      política político políticos políticas partido_pirata izquierda socialistas comunista* republicanos politica politico politiche partito sinistra comunist* socialist* partito_pirata esquerda socialismo
      politiek politieke partij groenlinks d66 piratenpartij polityka polityczn* polityk* lewic* politisk* vänsterparti* partiet политик* политическ* левы* коммунис* siyaset* siyasi politiikka poliitti* vasemmist* politika politick* piráti política polítics esquerra
      政治 左翼 左派 政党 政黨 社会主义 共产 정치 정당 진보정당 political_discussion* european_union_polic*`,
    medium:
      "grüne policy democracy demokrati* démocratie democracia democrazia liberal liberals progressive progressives conservative* elections citizenship european_union tecnopolítica radical federalis* ",
    weak: "government governance civic",
  },
  regional: {
    strong: `regional region_of residents local_communit* locals inhabitants neighbourhood* neighborhood* hometown townspeople hyperlocal metro_area bay_area
      regionale* régional* habitants habitantes umgebung umland einwohner* bewohner* landkreis* stadt_und bürgerinnen_und nachbarschaft* regionalgruppe bundesland heimat* hauptstadt städt*
      vecinos vecinas habitantes residentes comarca* abitanti cittadini città_di provincia_di moradores da_região cidade_de regio inwoners gemeente provincie mieszkańc* regionu invånare regionen жители жителей регион* город городск* şehir kaupunki* asukkaat obyvatel* okolí comarca veïns
      地域 地元 県民 在住 同城 本地人 老乡 지역 동네 주민`,
    medium:
      "region régional region* stadt ciudad città cidade miasto kreis county province provinz provincia expats hometown regione regiones district bezirk départment město stad 都市 城市 도시",
    weak: "local country state town city ville area village dorf homeland patria",
  },
  religion: {
    strong: `gläubige* glaubensgemeinschaft* christians christianity church churches catholic catholics catholicism anglican* episcopal* lutheran* methodist* presbyterian* quaker* mennonite* orthodox_christ* jewish jews judaism jewdaism muslim muslims islam islamic buddhis* hindu* sikh* pagan pagans paganism wicca* witchcraft witches theolog* religion religious interfaith bible biblical gospel clergy pastors spirituality atheis* humanists secular_humanis* jesus christ followers_of_jesus faith_communit* people_of_faith religions
      chrétien* catholique* protestant* église* juif juifs juive* musulman* bouddhis* religieu* spiritualité christen christlich* christentum kirche kirchen kirchlich* katholi* evangelisch* evangelium jüdisch* juden muslim* religiös* religion* theologie* seelsorge ökumen*
      cristianos cristiana cristianas católic* iglesia* judí* musulman* budis* religión religios* espiritualidad cristiani cattolic* chiesa chiese ebrai* ebrei musulmani religione spiritualità cristãos católic* igreja* evangélic* judai* espírita*
      christenen christelijk* kerk kerken katholiek* gelovigen religie chrześcija* katolic* katolik* kości* wiara kristen kristna kyrkan kyrka православн* христиан* церков* католи* ислам* буддис* религи* müslüman* hristiyan* kristillin* kirkko* seurakun* křesťan* církev katolí* cristians església
      キリスト教 仏教 神社 寺院 聖書 基督教 基督徒 教会 教會 佛教 天主教 伊斯兰 宗教 기독교 천주교 교회 불교 성당 종교`,
    medium:
      "monks monastic di_fede christian faith prayer spiritual believers foi christlicher 信仰 신앙 ministry parish diocese monastery ",
    weak: "gott ✝️ ☪️ ✡️ 🕉️",
  },
};
