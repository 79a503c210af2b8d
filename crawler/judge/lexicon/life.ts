import type { Lexicon } from "./lexicon.ts";

/** Who people are and what they do with their days. */
export const LIFE: Lexicon = {
  adult: {
    strong: `nsfw_only nsfw_friendly nsfw_allowed nsfw_content_allowed nsfw_welcome lemmynsfw adult_content adults_only porn porno pornograph* hentai bdsm kink kinky kinksters fetish* sex_work* sexworker* lewd lewds nudis* naturis* nudes erotic* erotik* érotique* swingers hookup* sex_positive camgirl* onlyfans horny diaper* abdl ageplay smut pup_play pupplay puppyplay dominatrix sexkontakte contenu_adulte contenido_adulto conteúdo_adulto contenuti_per_adulti erotyk* эротик* порно* 成人向け エロ えっち アダルト r18 r_18 色情 成人内容 성인용 야짤 yiff`,
    medium: "nsfw adult sex sexuality sexual_content nudity nude 18_only leather_commun*",
    weak: "18 adults 🔞",
  },
  animals: {
    strong: `kočky kočičí animals animal_lovers animal_rescue animal_rights pets pet_owner* cat_lovers dog_lovers catlovers doglovers kitten* kitties wildlife birders birding birdwatch* ornitholog* veterinar* equestrian* horse_lovers aquarium* aquarist* beekeep* imker* entomolog* entomophag* falconry herpetolog* reptiles cats_and_dogs dogs_and_cats
      animaux chiens amoureux_des_chats ornithologue* éleveur* tiere tierfreund* tierschutz* tierrecht* haustier* katzen hunde hundefreund* katzenfreund* pferde vogelbeobacht* vögel
      animales mascotas gatos perros animali gatti cani cinofil* gattofil* animais cachorros animais_de_estimação dieren huisdier* katten honden vogels zwierz* koty psiarz* djur husdjur hundar katter животн* кошк* котик* коты собак* питомц* hayvan* kediler köpekler eläim* kissat koirat kissojen zvířat* mascotes
      動物 ペット 猫好き 犬好き ねこ好き いぬ 宠物 寵物 动物 喵星人 고양이 강아지 반려동물 멍멍이`,
    medium:
      "animal cats dogs dog cat horses birds bird pet rabbits ferrets insects bees frogs pandas otters doggo* kitty feline* canine* pferd vogel hund katze zoo 猫 ねこ 犬 고냥",
    weak: "🐱 🐶 🐈 🐕 🐾",
  },
  cycling: {
    strong: `bike bikes biking bikers bicycle* bicycling cycling cyclist* cyclocross mtb velo vélo vélos cycliste* cyclotour* fahrrad* fahrräder radfahr* radverkehr* radsport* radl* radreise* lastenrad* fietsen fietser* fiets fietsers wielren* bici bicicleta* bicicletta* biciclette ciclismo ciclist* ciclista* cicloturis* massa_critica critical_mass rowery rowerz* rowerow* cykling cyklist* cykel* велосипед* bisiklet* pyöräil* cyklistik* cyklisté gravel_bik* ciclisme
      自転車 ロードバイク サイクリング 骑行 單車 自行车 单车 자전거`,
    weak: "🚲 🚴",
  },
  disability: {
    strong: `disabled disability disabilities disabled_people chronically_ill chronic_illness* mentally_ill neurodivergent* neurodiverse neurodiversity neurodifferent neuroqueer neurospicy autistic autistics autism adhd audhd deaf deafblind hard_of_hearing visually_impaired blind_people blindness spoonie* wheelchair* long_covid myalgic accessibility_profession* a11y dyslex*
      handicapé* handicap situation_de_handicap neuroatypiq* autiste* autisme sourd* malvoyant* tdah malades_chroniques behindert* behinderung* menschen_mit_behinderung* neurodivergen* autist* autismus adhs gehörlos* sehbehindert* blinde chronisch_krank* disability_pride
      discapacidad discapacitad* neurodivergente* autistas autismo sordos disabil* persone_con_disabilità neurodivergenti autistici sordi deficiência* pessoas_com_deficiência autistas surdos gehandicapt* autisme doven slechthorend* niepełnosprawn* neuroróżnorodn* autyst* funktionsnedsätt* funktionshind* autistisk* инвалид* аутис* нейроотлич* engelli* otizm* vammais* neurokirj* postižen* discapacitats
      障害者 発達障害 聴覚障害 視覚障害 自閉 残障 殘障 自闭症 听障 视障 장애인 자폐 시각장애`,
    medium: "blind neurotype neuro accessibility barrierefrei* accesib* mental_illness chronic",
    weak: "accessible",
  },
  food: {
    strong: `köche köchinnen köchin food foodie* foodies cooking cooks chefs recipes recipe baking bakers bbq barbecue culinary gastronom* cuisine cuisiniers cuisiner homebrew_beer homebrewing homebrewers brewers craft_beer beer_lovers wine wines winemak* sommelier* vegan vegans vegetarian* coffee_lovers sourdough cheese cheesemak* fermentation whisky whiskey tea_lovers cocktails
      recettes gourmand* gourmet* œnolog* pâtissi* végan* kochen rezepte backen feinschmeck* bierliebhaber* wein winzer* vegane* veganer* kulinarik* kulinarisch*
      comida cocina cocinar cocineros recetas gastronomía veganos cibo cucina cucinare ricette vino vini birra_artigianale vegani culinária cozinha receitas
      koken recepten bierbrouw* gotowan* przepisy kulinar* kuchni matlagning кулинар* рецепт* кухн* еда yemek_tarif* yemek ruoka ruuanlaitto vaření recepty jídlo cuina receptes
      料理 グルメ 美食 食べ歩き 烹饪 烹飪 吃货 吃貨 요리 맛집 음식 미식 日本酒 ラーメン 珈琲 咖啡爱好`,
    medium:
      "coffee beer wine cafe_culture bier vin birra cerveza café_lovers kaffee bread pizza ramen cuisine eating 咖啡 お酒 酒 커피",
    weak: "🍕 🍳 🍷 🍺 ☕",
  },
  furry: {
    strong: `avali protogen* furry furries furrys furri anthro anthros anthropomorphic fursuit* fursona* yiff therian* otherkin fluffies fluffy_creatures scalies furfans furrymuck floofs fuzzies cyberfurz furz
      furrie* furry_fandom kemono ケモノ けもの ケモナー 獣人 兽迷 獸控 兽人控 毛毛控 兽圈 퍼리 수인 фурри`,
    medium: "paws critters fops dragons pawb fluff ケモ creatures foxes wolves",
    weak: "fluffy fuzzy 🐾 🦊 🐺",
  },
  games: {
    strong: ` gaming gamer gamers gamedev* game_dev* game_develop* video_game* videogame* board_game* boardgame* tabletop_game* tabletop_wargam* tabletop_gam* wargam* card_game* trading_card* mmorpg mmo minecraft pokemon pokémon nintendo playstation xbox steam_deck esports e_sports speedrun* roguelike* retrogam* retro_gam* chess magic_the_gathering world_of_warcraft final_fantasy ffxiv ff14 genshin splatoon zelda indie_game* indiegame* pinball twitch_streamer* interactive_fiction visual_novel* gaymer* modding touhou shmup* vrchat second_life secondlife counter_strike league_of_legends dota factorio
      jeux_vidéo jeux_video jeu_vidéo jeux_de_société jeux_de_rôle jeux_de_plateau joueurs joueuses ludique* ludothè* videospiel* computerspiel* brettspiel* gesellschaftsspiel* kartenspiel* spieler_innen spieleabend* zocken zocker* gamerinnen schach
      videojuego* juegos_de_mesa juegos_de_rol gamers jugones ajedrez videogioc* videoludic* giochi_da_tavolo giochi_di_ruolo videogiocator* boardgames jogos_de_tabuleiro jogos_eletrônicos jogadores videojogos
      gamen bordspel* spelletjes videogames spellenliefhebb* gry_wideo gry_planszow* gier gracze graczy planszów* tvspel datorspel brädspel gamare видеоигр* игры игр геймер* настольн*_игр* oyunlar oyun oyuncu* bilgisayar_oyun* pelaaj* videopel* lautapel* pelit hráč* videohry deskov* videohr* videojoc* jocs_de_taula
      ゲーム ゲーマー ボードゲーム マイクラ 艦これ 原神 音ゲー スプラトゥーン 将棋 東方project 游戏 遊戲 電玩 玩家 桌游 桌遊 手游 게임 게이머 보드게임 마인크래프트`,
    medium:
      "game games jeux juegos giochi jogos spellen spiele spielen spel hry gry player players tabletop rpg ttrpg play_games lan_party joueur jocs arcade larp* dungeons roleplay* d20 dnd modders jeu ttrpgs",
    weak: "play 🎮 🎲 🕹️",
  },
  gardening: {
    strong: `gardening gardener gardeners horticultur* permacultur* houseplant* plant_lovers allotment* homestead* vegetable_garden* community_garden* botanic* bonsai seed_sav* succulents
      jardinage jardinier* jardinière* potager permaculture gärtner* kleingärt* schrebergart* gartenbau gärtnern gartenfreund* gartenlieb* zimmerpflanz* jardinería huerto* huerta giardinaggio giardinieri orti jardinagem jardineir* hortas
      tuinier* moestuin* tuinliefhebb* ogrodni* działkow* trädgård* odling садовод* огород* цветовод* bahçe* bahçıvan* puutarh* zahrád* zahradn* jardineria 
      園芸 ガーデニング 家庭菜園 园艺 園藝 种花 种菜 원예 텃밭 식집사 가드닝`,
    medium:
      "garden gardens plants plant jardin jardins garten gärten pflanzen jardín giardino jardim tuin ogród ogrody сад zahrada farming farmers agricultur* landwirtschaft* botany botan* seeds trees growing_food 植物 식물 농사",
    weak: "farm grow 🌿 🪴",
  },
  health: {
    strong: `healthcare health_care public_health mental_health medical medicine medics physicians nurses nursing pharmac* epidemiolog* therapist* psychotherap* psychiatr* psychologist* surgeons paramedic* health_profession* covid_aware covid_conscious covid pandemic medtwitter dentist* midwi* wellness body_positiv* recovery_commun* sobriety addiction
      santé santé_publique santé_mentale soignant* infirmi* médecin* médical* gesundheit gesundheitswesen gesundheitsberuf* medizin* ärztinnen ärzte pflegekräfte pflegende krankenpfleg* psychische_gesundheit psychotherap* rettungsdienst*
      salud salud_pública salud_mental médicos enfermer* sanitari* medicina salute_mentale medici infermier* sanità saúde enfermagem médicos saúde_mental
      gezondheid gezondheidszorg zorgverlen* verpleeg* huisarts* zdrowi* lekarz* pielęgniar* hälsa sjukvård läkare sjukskötersk* медицин* врач* здоровье психолог* sağlık hekim* terveys* lääkär* sairaanhoit* zdraví zdravotni* lékař* salut infermer* metges
      医療 医学 看護 健康 メンタルヘルス 医疗 醫療 醫學 临床 护理 心理健康 의료 의사 간호 건강 정신건강 의학`,
    medium:
      "health doctors yoga fitness psychology psychologie psicología psicologia therapy meditation mindfulness pflege care_workers wellbeing mental body_acceptance nutrition salute sanitair* doctor",
    weak: "care healing",
  },
  hobby: {
    strong: `coasters coaster_enthus* maritime_enthus* hobby hobbies hobbyist* hobbyists hobbys ham_radio hamradio amateur_radio radio_amateur* amateurfunk* funkamateur* radioamateur* radioamador* radioaficionad* radioamator* krótkofal* radiohams lego model_train* model_rail* modellbahn* modelleisenbahn* modellbau* modélisme modelismo modellismo scale_model* miniature_paint* wargam* miniatures fpv drone_pilots drones philatel* stamp_collect* fountain_pen* stationery mechanical_keyboard* geocach* puzzlers homelab homebrew* woodwork* knitting crochet* astrophoto* aquarist* rocketry magicians juggl* bushcraft birders skateboard* metal_detect* yoyo lockpick* slot_car* tarot cigar* pipe_smok* wristwatch* tabletop_wargam* trading_card* sneakerhead* perfum* trainspott* rail_enthus* railfan* motorcyclist* pinball vintage_comput* retro_content theme_park* rollercoaster* roller_coaster* disney*
      loisirs passe_temps collectionneu* maquettes hobbykünstl* sammler* coleccionis* aficionados_al aficionados_a aficiones collezionis* hobbistic* colecionador* hobbyisten verzamelaar* hobbystów kolekcjoner* samlare хобби коллекционер* hobi* hobiler harrastus* harrasta* koníčk* sběratel* radioafic*
      アマチュア無線 趣味人 模型 鉄道模型 コレクター 爱好者 愛好者 业余无线电 취미 덕질 자캐커뮤 자작_캐릭터 자캐 덕후 동호회 무선통신`,
    medium:
      "genealog* tabletop_wargam* collector collectors collections collecting fanclub enthusiast_commun* cosplay tattoo* sneaker* radio puzzle* model_mak* tinkerer* tinkering 趣味 爱好 愛好 マニア 同好 fan_community rail railway* aviation ",
    weak: " ",
  },
  humor: {
    strong: `humor humour humorous humorist* memes shitpost* satire satirical comedy comedian* comedians jokes puns dad_jokes funny_people jokers
      humoristique* humoriste* blagues satir* witze witzig* humorvoll satire kabarett* humorístic* chistes humoristas umorismo comicità barzellette satira piadas memeiros humorista*
      grappen żarty śmieszn* memy skämt юмор* мемы шутк* mizah* huumori* vitsi* vtipy acudits
      お笑い 大喜利 ユーモア ギャグ 搞笑 幽默 段子 沙雕 유머 개그 드립`,
    medium:
      "parody meme joke funny comic_relief pun silly nonsense absurd* whimsical shenanigans ネタ bad_puns parodie",
    weak: "fun laughter laugh lighthearted 😂 🤡",
  },
  lgbt: {
    strong: `lsbt* lgbt* glbt* lgtb* 2slgbt* queer queers queerness queere* queeren gay gays lesbian* lesbians bisexual* transgender trans_people trans_women trans_men trans_folk* nonbinary non_binary enby sapphic* achillean* asexual* aromantic* pansexual* polyamor* gender_diverse genderqueer gendernonconform* femboy* wlw gaymer* drag_queen* two_spirit queer_commun* bear_communit* bear_community transfem* transmasc* intersex
      pédés gouines lesbienne* lesbiennes personnes_trans transpédégouin* bisexuel* schwul* lesbisch* lesben transmenschen trans_personen nichtbinär* homosexuel* maricas lesbianas personas_trans disidencias bolleras marica* gais lesbich* omosessual* transessual* persone_trans bissexuais lésbicas pessoas_trans sapatão
       lesbische homoseksu* geje gejów lesbijk* osoby_trans queerow* hbtq* hbtqi* homosexuella лгбт* квир* лесбиян* lubunya* eşcinsel* homot lesbot hlbt* gayové lesby queer_osob*
      クィア ゲイ レズビアン トランスジェンダー セクマイ セクシュアルマイノリティ 同性恋 同性戀 同志 酷儿 酷兒 跨性别 性少数 彩虹 퀴어 성소수자 게이 레즈비언 트랜스젠더`,
    medium: "trans pride gender rainbow genders plurals plural lesbe homo gay_friendly 百合 girls_love",
    weak: "🏳️‍🌈 🏳️‍⚧️",
  },
  outdoors: {
    strong: `outdoors outdoor hiking hikers hiker mountaineer* climbing climbers rock_climb* backpack* camping campers kayak* canoe* fly_fishing fishing anglers bushcraft nature_lovers national_parks birding birdwatch* trail_run* trails ultralight thru_hik* sailing sailors vanlife rv_life caving cavers foraging surfers great_outdoors wilderness falconry spearfish*
      randonnée* randonneu* alpinis* escalade plein_air montagnard* wandern wanderfreund* wanderer bergsteig* klettern kletter* bergsport naturfreund* segeln angler angeln senderismo montañismo montañeros excursionis* escalada aire_libre pesca escursionis* alpinismo arrampicata trekking trilhas caminhadas montanhismo ar_livre
      wandelaars bergwandel* kamperen buitensport turystyk* wspinacz* wędkarst* górsk* friluftsliv vandring fjällvandr* туризм альпини* походы рыбалк* doğa_yürüyüş* dağcı* retkeily* vaeltam* eräily* turistik* horolez* muntanyisme senderisme
      登山 山登り アウトドア キャンプ 釣り 户外 戶外 徒步 爬山 登山 露营 등산 캠핑 낚시 旅人 旅行好き travellers travelers voyageurs reisende viajeros viaggiatori viajantes 旅行者`,
    medium:
      "mountains mountain nature wilder adventure travel traveling travelling reisen voyages viajes viaggi natur naturaleza natura natureza hike berge montagne montañas ocean_lovers beach surfing parks 旅 自然 여행 旅行",
    weak: "adventures 🏔️ ⛰️ 🏕️",
  },
  parenting: {
    strong: `parents parenting parenthood moms mums dads stay_at_home mommy mumsnet single_parent* foster_parent* adoptive_parent* homeschooling_famil* new_parents breastfeed* pregnan* parentalité jeunes_parents mamans eltern elternschaft alleinerziehend* mütter väter crianza maternidad genitori mamme genitorialità mães maternidade ouders ouderschap opvoeding rodzice rodziców rodzicielst* föräldr* родител* ebeveyn* vanhemmuu* vanhemmat rodiče rodičov* criança
      子育て 育児 ママさん パパママ 育儿 育兒 宝妈 宝爸 육아 부모`,
    medium: "parent mothers fathers dad mom mum children kids kinder babies 子ども familles",
  },
  roleplay: {
    strong: `roleplay* role_play* roleplaying_game* role_playing ttrpg ttrpgs tabletop_rpg* rpg rpgs larp larpers larping dungeons_dragons dungeons_and_dragons dnd d20 dungeon_master* game_master* gamemaster* osr call_of_cthulhu pen_paper pen_and_paper original_character* in_character
      jdr jeu_de_rôle jeux_de_rôle rôliste* rollenspiel* rollenspieler* juegos_de_rol juego_de_rol roleros rolera* giochi_di_ruolo gioco_di_ruolo gdr ruolatori jogos_de_rpg rpg_de_mesa rpgistas rollenspel* gry_fabularn* gier_fabularn* erpeg* rollspel* ролев*_игр* ролевик* ролевые настольно_ролев* rol_yapma roolipel* larpaaj* hry_na_hrdiny jocs_de_rol
      trpg なりきり tRPG クトゥルフ神話 卓上rpg 跑团 桌上角色扮演 语c 역극 자캐커뮤 자작_캐릭터 캐릭터_커뮤니티 오너캐`,
    medium: "dungeon dungeons tabletop worldbuild* 자캐",
  },
  sports: {
    strong: `bvb vfb hsv schalke sport sports sporty athlete* athletics football soccer footballers futbol baseball softball basketball hockey rugby cricket tennis badminton volleyball handball marathon* triathl* runners running_communit* parkrun swimmers swimming skiing skiers snowboard* skateboard* wrestling wrestlers martial_arts judo karate jiu_jitsu boxing mma bjj roller_derby motorsport* formula_1 formula_one nascar motogp golfers golf nfl nba nhl mlb premier_league bundesliga champions_league olympic* paralymp* weightlift* powerlift* rowing_club fencing gymnast* sports_fans ultras groundhopp* lacrosse curling
      sportif* sportive* footeux course_à_pied coureurs fußball* fussball* sportler* laufsport läufer* handball* turnverein* fußballfans deporte deportes deportiv* fútbol baloncesto corredor* calcio calciofil* tifosi podis* pallacanestro sportiv* desporto esporte esportes esportiv* futebol futebolístic* torcedor* 
      voetbal* hardlop* schaatsen sportliefhebb* piłka_nożna piłki_nożnej piłkarsk* kibic* sportow* biegacz* fotboll* idrott* löpning спорт* футбол* хоккей* futbol* sporcu* taraftar* urheilu* jalkapallo* jääkiekko* fotbal* sportovn* běžc* hokej* esport* futbol
      スポーツ サッカー 野球 プロレス 相撲 格闘技 ランニング マラソン 体育 足球 篮球 籃球 棒球 跑步 羽毛球 健身 스포츠 축구 야구 농구 배구`,
    medium: "running_club* fitness gym ski surfing fans_of_football f1 workout laufen corsa spor runner ",
    weak: "🏃 ⚽ 🏀 🏈",
  },
  transport: {
    strong: `tågresor järnvägar kolej kolei kolejowy kolejowe kolejowych kolejarz* maritime seafar* train_lovers trains railway railways railroad* rail railfan* rail_enthus* trainspott* public_transport public_transit mass_transit transit urbanism urbanist* urbanists walkable trams aviation aviators avgeek* planespott* pilots aircraft general_aviation motorcycl* motorbike* car_enthusiast* cars automotive classic_cars electric_vehicle* electric_cars trucking truckers ships boats boaters narrowboat* buses metros light_rail freight_rail
      chemin_de_fer chemins_de_fer cheminot* ferroviaire* transports_en_commun aéronaut* aviation motard* bahn eisenbahn* zügen züge schienen* öpnv nahverkehr* verkehrswende verkehrspolitik bahnfans mobilitätswende straßenbahn* luftfahrt* flugzeug* motorrad* oldtimer
      ferrocarril* ferroviari* trenes transporte_público aviación motocicl* moteros treni ferrovi* trasporto_pubblico trasporti_pubblici aviazione motociclist* comboios trens ferroviári* transporte_coletivo aviação
      treinen trein spoorweg* openbaar_vervoer spoorliefhebb* kolej kolei kolejow* pociąg* transport_publiczny komunikacj*_miejsk* lotnict* järnväg* kollektivtrafik* flyg железнодорож* железн*_дорог* поезд* общественн*_транспорт* авиаци* demiryol* toplu_taşıma havacı* juna junat rautatie* raideliiken* joukkoliiken* ilmailu* vlaky železnic* doprav* letectv* trens ferrocarril transport_públic
      鉄道 電車 駅メモ 乗り鉄 撮り鉄 バス好き 航空機 自動車 バイク乗り 铁道 铁路 鐵道 鐵路 火车 航空 地铁 철도 지하철 항공 버스`,
    medium:
      "train tram bus buses transport transportation mobility mobilité mobilität movilidad mobilità avion moto auto autos vehicles planes airplanes verkehr ships seamless_mobility",
    weak: "metro 🚂 🚆 ✈️ 🚗",
  },
};
