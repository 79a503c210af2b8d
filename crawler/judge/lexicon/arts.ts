import type { Lexicon } from "./lexicon.ts";

/** What people make, show, read and watch. */
export const ARTS: Lexicon = {
  anime: {
    strong: `mikumikudance mmd anime animes animés manga mangas otaku cosplay* vtuber* touhou gensokyo vocaloid weeb* light_novel*
      アニメ 东方project 東方project 東方プロジェクト オタク ボーカロイド 动漫 動漫 二次元 애니메이션 버튜버 サブカル 서브컬쳐 서브컬처
      аниме манга アイドルマスター ラブライブ vtuber`,
    medium: "マンガ 애니 オタ jpop 同人 推し",
  },
  art: {
    strong: ` artistic artwork* artmaking fanart fanarts illustrator* illustration* painter* painting* drawing drawings sculpt* pixel_art pixelart
      3d_art* vfx motion_design fine_art* digital_art* concept_art* visual_art* creative_arts art_community tattoo_art*
      artiste illustrateur* illustratrice* peintre* dessinateur* dessinatrice* dessin dessins beaux_arts arts_plastiques
      kunst künstler* kunstschaff* kunstszene illustrator* malerei zeichner* zeichnen kulturschaff*
        ilustrador* ilustración ilustraciones ilustração ilustrações dibujo dibujos dibujantes pintores pintura
       artiste illustratori illustratrici illustrazion* disegnator* pittura pittori desenho desenhistas
      kunstenaar* tekenaar* tekenen illustratie* artysta artyści artystów artystyczn* ilustrator* rysunek rysunki malarstw* sztuka sztuki
      konst konstnär* художник* искусств* рисован* иллюстра* рисующ* sanatçı* sanatsal taide taiteilij* umění umělc*
      アート イラスト お絵描き お絵かき 絵描き 絵師 美術 クリエイター 艺术 藝術 画师 畫師 绘画 繪畫 插画 插畫 그림쟁이 예술 일러스트 미술 il·lustra*`,
    medium: `animation animators 3d artist artists artistes artista artistas artisti art arts arte arti artes artsy creatives creators painting kunst* 3d_artists sketch* doodl* créatifs créatives kreative sztuk sanat
      创作 創作 絵 그림 창작 créateurs créatrices creativos criativos creativi`,
    weak: "creative creativity creator kreativ kreativität créativité creatività creatividad criatividade créatif 🎨 museum gallery galerie",
  },
  books: {
    strong: `discworld* tolkien books bookish bookworm* booklover* bookstodon bookclub* book_club* book_lover* bibliophil* literature literary librarian* reading_group* 
      livres littérature littéraire* bibliophile* bibliothécaire* lecteurs lectrices
      bücher bücherwürm* büchereule* literatur literaturbegeistert* leseratten bibliothekar* buchhändler* buchmenschen buchliebhaber* bookstagram
      libros literatura literari* lectores lectoras bibliotecari* libri letteratura lettori lettrici livros leitores leitoras
      boeken boekenliefhebber* literatuur boekenwurm* książki książka książek czytelni* literatur* böcker bokälskar* litteratur*
      книги книг книгах литератур* читател* kitap* edebiyat* kirjallisuu* kirjat kirjoja knihy knih knihomol* literatuř* llibres llegir
      読書 書籍 文学 本好き 读书 讀書 书籍 書評 书评 阅读 閱讀 文學 독서 책읽기 도서 문학`,
    medium: `terry_pratchett book reader readers reading_books library libraries bibliothèque* bibliothek* bücherei* biblioteca* bibliotheek* roman romans novels
      lecture lectures lesen lesekreis lectura lettura leitura lezen lezers buch libro livro boek bok kniha sci_fi science_fiction fantasy_books verlag éditeurs editori`,
    weak: "reading fantasy novel 📚 📖",
  },
  comics: {
    strong: `bédé bédés comic comics webcomic* comicbook* graphic_novel* cartoonist* bande_dessinée bandes_dessinées cómic cómics tebeo* historietas historietistas
      fumetti fumetto fumettist* quadrinhos quadrinistas banda_desenhada stripverha* striptekena* stripboek* komiks* комикс* sarjakuv*
      漫画 漫畫 만화 マンガ çizgi_roman comiczeichner* tecknade_serier`,
    medium: "cartoon cartoons superhero* marvel bd strips",
  },
  craft: {
    strong: `crafts crafting crafters crafty handicraft* handcraft* knit knitting knitter* crochet* yarn sewing quilt* embroider* weaving weavers woodwork* woodturn* pottery potters
      fiber_art* fibre_art* leatherwork* blacksmith* needlework spinners makerspace* papercraft origami bookbind*
      tricot tricoteu* crocheteu* couturi* broderie bricol* loisirs_créatifs travail_du_bois
      handarbeit* stricken häkeln nähen basteln bastler* bastel* holzwerk* tischler* töpfer* klöppel*
      manualidades artesanía artesanías ganchillo tejer tejedor* carpinter* uncinetto ricamo artesanato crochê tricô marcenaria
      breien handwerken knutsel* naaien houtbewerk* rękodzieł* szydełk* robótk* stickning virkning slöjd* hantverk* вязан* рукодел* вышив*
      örgü käsity* neulomi* pletení háčkování ruční_práce
      手芸 編み物 ハンドメイド 木工 手工艺 手作 编织 編織 뜨개 공예 바느질 manualitats`,
    medium:
      " makers maker diy artisan artisans artisanat artigian* artesan* keramik* ceramic* couture costura cucito handwerk handmade 3d_print* carpent* jewellery jewelry 手工",
    weak: "craft 🧶 🧵 🪵",
  },
  design: {
    strong: `designer designers graphic_design* ux_design* ui_ux design_system* design_community typograph* typedesign* type_design* industrial_design* product_design*
      graphiste* grafikdesign* mediengestalt* kommunikationsdesign* diseñador* diseño_gráfico grafici diseño progettist* vormgev* ontwerpers
      projektant* grafik_design formgiv* дизайнер* tasarımcı* muotoil* デザイナー 设计师 設計師 디자이너 architekt* architektur* arquitect* architett* arquitet* 建築`,
    medium: " design ux ui デザイン 设计 디자인 дизайн graphisme grafik fonts type_enthusias* fashion ",
    weak: "architecture architects fashion",
  },
  film: {
    strong: `cinema cinemas cinephile* cinéphile* cinéma filmmak* film_maker* moviegoer* movie_lover* film_lover* film_fans filmlover* screenwrit* tv_shows television_fans
      cineast* kinofans filmfans filmliebhaber* filmschaff* cine cinéfil* cinéfilos cinefil* películas peliculas registi cineasta* filmes
      filmliefhebber* bioscoop kinoman* filmow* filmskap* кино кинолюб* фильмы фильмов sinema elokuva* filmaři
      映画 电影 電影 影视 영화 드라마 ドラマ star_trek star_wars doctor_who startrek trekkies videographer* videomaker*`,
    medium:
      "film films movie movies kino documentaries documentar* serien televis* tv animation animators filme pel·lícules youtuber* streamers",
    weak: "video videos 🎬",
  },
  music: {
    strong: `ska_punk ska_music ska_band* ska_musicians folk_music music musician* musicmak* musicians musique musiques musicien* musik musiker* musikliebhaber* musikschaff* música músicas músico* musica musicale musicali musicist* muziek muzikant* muziekliefhebber*
      muzyka muzyki muzycz* muzyk muzyków musikälskar* музык* müzik* musiikki* muusikk* hudba hudby hudebn* músics
      jazz metalhead* headbanger* heavy_metal black_metal death_metal punk_rock hip_hop hiphop electronica synthesizer* synths synth modular_synth* guitarist* guitar guitars gitarren*
      bassist* drummer* drummers piano pianist* orchestra* choir* choral chorsänger* djs ravers raver rave shoegaze bluegrass musicology ethnomusicology
      record_collect* singer* songwriter* bandcamp eurovision kpop k_pop
      音楽 音乐 音樂 음악 バンドマン ロック好き 作曲 ボカロ クラシック音楽 밴드 chanson_francaise chorales`,
    medium:
      "musical metal punk techno dj vinyl bands goth gothic concert concerts konzert* festival* songs singing classical indie_rock rock_n_roll blues ",
    weak: "band song rock 🎵 🎶 🎸 🎧 label",
  },
  photography: {
    strong: `photograph* photog photogs photographie* fotografie fotografen fotografinnen *fotografie fotograf* fotógraf* fotografía fotografia fotografi фотограф* valokuva* astrophoto*
      写真 カメラ好き 摄影 攝影 사진 argentique analogue_photo* street_photo* fotoğraf* photo_enthusias* photo_shar* photosharing foto_community bird_photo* camera_enthus*`,
    medium: "photo photos camera cameras kamera fotos darkroom",
    weak: "foto picture pictures bilder 📷 📸",
  },
  theatre: {
    strong: `theatre theatres theater théâtre théâtral* teatro teatri teatral* teatr teatru teater театр* tiyatro divadlo divadla ballet dancers danseu* tänzer* bailarin* ballerin*
      performing_arts darstellende_kunst improv circus cirque stagecraft playwright* dramaturg* musical_theatre spectacle_vivant arts_vivants bühnen*
      演劇 舞台 戏剧 戲劇 연극 뮤지컬 puppet*`,
    medium: "dance dancing danse tanz danza dança oper choreograph* kabarett* cabaret",
    weak: "🎭",
  },
  writing: {
    strong: `writers writer novelist* poet poets poetry poetic creative_writing fanfic* fan_fiction nanowrimo storytell* screenwrit* authors writing_community wordsmith* bloggers
      écrivain* écriture autrices autrice romanci* poésie poètes poète schriftsteller* autorinnen autoren lyrik lyriker* dichter* schreibende* autor_innen
      escritor* escritura poesía poetas poeta scrittor* scrittrici scrittura poesia poeti escrita escritores poemas
      schrijver* dichters poëzie pisarz* pisark* pisanie poezj* författar* skrivande poesi писател* поэт* поэзи* yazar* şiir* kirjailij* kirjoittaj* runous spisovatel* básník* poezie poetes
      作家 小説 物書き 文芸 創作小説 写作 寫作 诗歌 作者们 글쓰기 작가 소설 시인 同人小説`,
    medium:
      "writing author auteurs autores autori autor schreiben fiction storyteller* essayist* scribe* journaling blogger blogging",
    weak: "stories write poem tales 物語 ✍️",
  },
};
