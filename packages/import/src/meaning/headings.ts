import { normalise } from "@trust-center/authoring";

/** What a column or a label says of an entry. */
export const meanings = [
  "name",
  "purpose",
  "location",
  "entityCountry",
  "data",
  "subjects",
  "mechanism",
  "dpa",
  "privacy",
  "subprocessors",
  "website",
  "security",
  "entity",
  "address",
  "contact",
  "retention",
  "condition",
  "product",
  "status",
  "since",
  "category",
  "notes",
  "role",
  "id",
  "index",
  "other",
] as const;

export type Meaning = (typeof meanings)[number];

export interface Understood {
  meaning: Meaning;
  /** False where only a part of the heading is known. */
  certain: boolean;
  /** Of two headings with one meaning, the lower rank is the plainer word for it. */
  rank: number;
}

/**
 * Headings that published lists have, in English, Spanish, Portuguese, German, French, Italian, Dutch, Swedish, Danish,
 * Norwegian, Finnish, Romanian, Polish, Czech, Hungarian, Ukrainian, Greek, Turkish, Chinese, Japanese and Korean. Read off public repositories' own lists (November 2025 to November 2026); each stands in two of
 * them or more, or is the plain word of its language for what the column holds.
 */
const known: Record<Exclude<Meaning, "other">, string> = {
  name: `name | names | subprocessor | subprocessors | sub processor | sub processors | sub processor name | subprocessor name
    | name of sub processor | name of subprocessor | provider | provider name | vendor | vendor name | entity | entities
    | entity name | name of entity | company | company name | organisation | organization | processor | processor name | third party
    | third party processor | third party provider | third party subprocessor | third party sub processor | third party entity
    | third party service provider | third party vendor | third party | service provider | supplier | supplier name | sub processor entity
    | subprocessor entity | vendor legal entity | affiliate | affiliates | recipient | partner | tool | service name | vendor system
    | subcontractor | subcontractors | sub contractor | sub contractors | subcontractor name | name of subcontractor
    | data importer | data processor | system | title
    | proveedor | nombre | nombre de la entidad | entidad | subencargado | subencargados | sub encargado | subencargado del tratamiento
    | encargado | procesador | empresa | destinatario | prestador | nombre del proveedor | subprocesador
    | fornecedor | nome | subprocessador | sub processador | subprocessadores | suboperador | suboperadores | empresa | operador | nome da entidade | subcontratante
    | anbieter | name des anbieters | dienstleister | unternehmen | subunternehmer | unterauftragsverarbeiter | unterauftragnehmer
    | auftragsverarbeiter | subprozessor | sub auftragsverarbeiter | firma | empfanger | subdienstleister | weiterer auftragsverarbeiter
    | sous traitant | sous traitants | sous traitant ulterieur | sous traitants ulterieurs | prestataire | fournisseur | nom | societe | entreprise | entite | destinataire | nom du sous traitant
    | fornitore | sub responsabile | sub responsabile del trattamento | subresponsabile | responsabile | societa | azienda | destinatario | nome del fornitore
    | verwerker | subverwerker | sub verwerker | leverancier | naam | partij | bedrijf | dienstverlener
    | underbitrade | underbitraden | personuppgiftsbitrade | leverantor | namn | foretag | bolag | underleverantor
    | sub procesor | subprocesor | sub imputernicit | subimputernicit | furnizor | denumire | nume | persoana imputernicita | companie
    | процесор | субпроцесор | назва | постачальник | компанія | обробник | субобробник
    | 名称 | 会社名 | 事業者 | 事業者名 | 委託先 | 再委託先 | サブプロセッサー | サブプロセッサ | 復処理者 | 提供者 | 提供元
    | podprocesor | podprocesorzy | nazwa | nazwa podmiotu | nazwa podprocesora | nazwa firmy | podmiot | dostawca | nazwa dostawcy | podmiot przetwarzajacy | dalszy podmiot przetwarzajacy | spolka
    | underdatabehandler | underdatabehandlere | navn | navn på underdatabehandler | underdatabehandlerens navn | leverandør | virksomhed | virksomhedsnavn | selskab | selskap | firmanavn | databehandler | underleverandør | underleverandører | navn på underleverandør | tredjepart | tjenesteleverandør
    | dílčí zpracovatel | další zpracovatel | subzpracovatel | zpracovatel | subdodavatel | název | jméno | název společnosti | název subjektu | název zpracovatele | poskytovatel | dodavatel | společnost | subjekt
    | alikäsittelijä | alikäsittelijän nimi | henkilötietojen alikäsittelijä | henkilötietojen käsittelijä | käsittelijä | alihankkija | nimi | yritys | yrityksen nimi | palveluntarjoaja | toimittaja
    | alt işleyen | alt işleyici | alt işlemci | alt veri işleyen | alt veri işleyici | alt yüklenici | veri işleyen | adı | ad | şirket | şirket adı | alt işleyen adı | sağlayıcı | tedarikçi | hizmet sağlayıcı | kuruluş
    | al adatfeldolgozó | további adatfeldolgozó | adatfeldolgozó | alvállalkozó | név | neve | megnevezés | adatfeldolgozó neve | al adatfeldolgozó neve | szolgáltató | cég | cégnév | cég neve | vállalat
    | υπο εκτελών την επεξεργασία | υποεκτελών την επεξεργασία | υπο εκτελών | υποεκτελών | υποεπεξεργαστής | υπεργολάβος | εκτελών την επεξεργασία | όνομα | επωνυμία | πάροχος | προμηθευτής | εταιρεία | όνομα εταιρείας
    | 子处理者 | 子处理方 | 子处理商 | 次级处理者 | 次处理者 | 分处理者 | 再处理者 | 处理者 | 受托方 | 供应商 | 供应商名称 | 服务商 | 服务提供商 | 第三方 | 第三方名称 | 公司 | 公司名称 | 实体名称
    | 子處理者 | 次級處理者 | 次處理者 | 複處理者 | 再處理者 | 處理者 | 受託者 | 供應商 | 供應商名稱 | 服務供應商 | 服務提供者 | 名稱 | 公司名稱 | 第三方名稱
    | 하위 처리자 | 하위 처리업체 | 하위 프로세서 | 서브프로세서 | 재수탁자 | 재수탁업체 | 재위탁업체 | 수탁자 | 수탁업체 | 수탁사 | 업체 | 업체명 | 회사 | 회사명 | 이름 | 명칭 | 제공업체 | 공급업체`,
  purpose: `purpose | purposes | purpose of processing | purposes of processing | processing purpose | service | services | service provided | services provided | description
    | description of service | description of services | description of processing | nature of processing | description purpose | purpose description | processing activities | processing activity
    | subprocessing activities | sub processing activities | activity | activities | function | functions | use | use case | uses | what it does | what they do | reason | usage
    | purpose function | purpose role | role purpose | purpose services | purpose service | type of service | type of services | nature and purpose of processing | nature and purpose | scope of processing | subject matter | subject matter of processing | subject of the assignment | subject of the contract
    | purpose of use | purpose of sub processing | service description | description of the service | service category | intended use | operations | what they process | role typical | scope | subject | role
    | finalidad | finalidades | descripcion del tratamiento | proposito | servicio | servicios | servicio prestado | servicios prestados | descripcion | actividad | actividad del subencargado | funcion | uso | servicio aplicable | finalidad del tratamiento
    | finalidade | finalidades | servico | servicos | servico prestado | descricao | funcao | servico funcao | objetivo | atividade | finalidade do tratamento
    | zweck | zweck der verarbeitung | beschreibung der verarbeitung | verarbeitungszweck | leistung | leistungen | dienstleistung | dienstleistungen | tatigkeit | aufgabe | beschreibung | einsatzzweck | verwendungszweck | gegenstand | art der verarbeitung | rolle
    | finalite | finalites | description du traitement | finalite du traitement | objet | service fourni | services fournis | prestation | description du service | activite | fonction | usage | role | objet du traitement
    | finalita | descrizione del trattamento | scopo | servizio | servizi | servizio fornito | servizi forniti | descrizione | attivita | funzione | ruolo | finalita del trattamento
    | doel | beschrijving van de verwerking | doeleinde | doeleinden | doel van de verwerking | dienst | diensten | omschrijving | beschrijving | activiteit | functie | werkzaamheden | verwerkingsdoel
    | andamal | syfte | tjanst | tjanster | beskrivning | aktivitet | funktion | behandling
    | scop | scopuri | scopul prelucrarii | serviciu | servicii | descriere | activitate | functie | rol
    | мета | мета обробки | послуга | послуги | опис | призначення | функція | цілі
    | 目的 | 利用目的 | 処理目的 | サービス | サービス内容 | 業務内容 | 用途 | 説明 | 委託業務 | 処理内容
    | cel | cele | cel przetwarzania | cele przetwarzania | usluga | uslugi | zakres uslug | rodzaj uslugi | opis uslugi | opis | funkcja | przedmiot powierzenia
    | formål | formålet | formål med behandlingen | formål med behandling | behandlingens formål | behandlingsformål | ydelse | ydelser | tjeneste | tjenester | beskrivelse | beskrivelse af behandlingen | beskrivelse av behandlingen | funksjon | rolle | anvendelse
    | účel | účel zpracování | účely zpracování | služba | služby | poskytované služby | popis | popis služby | popis zpracování | předmět zpracování | činnost | funkce
    | tarkoitus | käyttötarkoitus | käsittelyn tarkoitus | palvelu | palvelut | kuvaus | käsittelyn kuvaus | toiminto | tehtävä
    | amaç | amacı | işleme amacı | işlenme amacı | kullanım amacı | hizmet | hizmetler | verilen hizmet | sağlanan hizmet | açıklama | faaliyet | işlev
    | cél | célja | adatkezelés célja | az adatkezelés célja | adatfeldolgozás célja | az adatfeldolgozás célja | szolgáltatás | szolgáltatások | leírás | tevékenység | feladat | funkció
    | σκοπός | σκοπός επεξεργασίας | σκοπός της επεξεργασίας | υπηρεσία | υπηρεσίες | περιγραφή | δραστηριότητα | λειτουργία
    | 用途 | 处理目的 | 使用目的 | 服务 | 服务内容 | 提供的服务 | 说明 | 描述 | 处理活动 | 功能
    | 處理目的 | 服務 | 服務內容 | 服務項目 | 提供的服務 | 說明 | 處理活動
    | 목적 | 처리 목적 | 처리목적 | 이용 목적 | 위탁 업무 | 위탁업무 | 위탁 업무 내용 | 위탁업무 내용 | 업무 내용 | 서비스 | 제공 서비스 | 설명 | 용도`,
  location: `location | locations | location s | region | regions | data location | data locations | processing location | processing locations | location of processing | location of data | location of data processing
    | location of subprocessor | location of subprocessors | location of sub processor | country | countries | country of processing | hosting region | hosting location | hosting regions | data region | region of processing | server location | server locations
    | data center location | data centre location | data storage location | storage location | place of processing | where | where processed | location region | region location | data residency | jurisdiction | processing region | geographic location | geography | location country | country location | typical processing location s | provider location | primary location | host region
    | ubicacion | ubicaciones | ubicacion de datos | ubicacion de los datos | ubicacion de tratamiento | ubicacion del tratamiento | pais | paises | region datos | region tratamiento | lugar | lugar de tratamiento | localizacion
    | localizacao | localizacoes | pais | paises | localizacao dos servidores | localizacao dos dados | local de tratamento | local | regiao | jurisdicao | pais hospedagem
    | standort | standorte | ort der verarbeitung | verarbeitungsort | land | lander | serverstandort | standort verarbeitung | standort der verarbeitung | ort | region
    | localisation | localisations | lieu | lieu de traitement | lieu du traitement | pays | pays de traitement | localisation des donnees | lieu d hebergement | pays d hebergement | hebergement
    | sede | luogo | luogo del trattamento | ubicazione | paese | paesi | regione | localizzazione | sede regione
    | locatie | locaties | vestiging | plaats | plaats van verwerking | verwerkingslocatie | regio | landen | vestiging regio
    | plats | behandlingsplats | behandlingsort | lagringsplats | placering
    | locatie | locatia | tara | tari | locul prelucrarii | loc | regiune
    | локація | розташування | місце | місце обробки | країна | країни | регіон | місцезнаходження
    | 所在地 | 所在国 | 国名 | 保管国 | 場所 | 地域 | 処理場所 | 国 | リージョン | データ所在地 | データ保管地 | 保存場所 | 処理地域
    | lokalizacja | lokalizacje | lokalizacja danych | miejsce przetwarzania | kraj | kraje | kraj przetwarzania | panstwo | region przetwarzania
    | lokation | lokationer | lokalitet | behandlingssted | sted | lande | behandlingens sted | databehandlingssted | opbevaringssted | lokasjon | lokasjoner | plassering | behandlingssteder | lagringssted
    | umístění | umístění dat | lokalita | místo | místo zpracování | země | země zpracování | stát
    | sijainti | sijaintimaa | maa | maat | alue | paikka | käsittelypaikka | käsittelyn sijainti | tietojen sijainti
    | konum | ülke | ülkeler | bölge | yer | lokasyon | veri konumu | işleme yeri | sunucu konumu
    | hely | helyszín | ország | országok | régió | adatkezelés helye | az adatkezelés helye | adatfeldolgozás helye | az adatfeldolgozás helye | adattárolás helye
    | τοποθεσία | τοποθεσίες | χώρα | χώρες | περιοχή | τόπος επεξεργασίας | τόπος της επεξεργασίας
    | 位置 | 地点 | 国家 | 地区 | 国家地区 | 处理地点 | 处理位置 | 数据位置 | 数据存储位置 | 存储地点
    | 地點 | 國家 | 地區 | 國家地區 | 處理地點 | 處理位置 | 資料位置 | 資料儲存位置 | 儲存地點
    | 위치 | 국가 | 지역 | 처리 위치 | 처리 국가 | 데이터 위치 | 보관 위치 | 보관 국가 | 이전 국가 | 이전되는 국가`,
  entityCountry: `entity country | entity location | location of entity | corporate location | corporate headquarters | headquarters | hq | hq location | country of incorporation | country of registration | registered office country | company location | place of establishment | country of establishment | incorporated in
    | pais de la entidad | sede social | pais de constitucion | pais da entidade | sede da empresa | sitz | firmensitz | sitz des unternehmens | hauptsitz | sitzland | siege | siege social | pays du siege | sede legale | paese della societa
    | vestigingsland | hoofdkantoor | sate | huvudkontor | sediu | sediul social | країна реєстрації | штаб квартира | 本社所在地 | 設立国 | 会社所在地
    | siedziba | kraj siedziby
    | hjemsted | hjemland | hovedkvarter | hovedkontor | sídlo | sídlo společnosti | země sídla | kotipaikka | kotimaa | pääkonttori | merkez | genel merkez | kuruluş ülkesi | székhely | székhelye | bejegyzés országa | έδρα | χώρα εγκατάστασης
    | 总部 | 注册地 | 公司所在地 | 總部 | 註冊地 | 본사 | 본사 위치 | 본사 소재지 | 설립 국가`,
  data: `data | data types | data type | types of data | type of data | data category | data categories | categories of data | data processed | data categories processed | data shared | data involved | data accessed | data transferred | data sent | data received | data access | personal data | personal data processed
    | personal data categories | categories of personal data | types of personal data | type of personal data | customer data | customer data involved | customer data processed | customer data categories | information shared | information processed | information that may be processed | personal data types | data subject to processing | data elements | personal data transferred | personal data touched
    | datos | datos tratados | datos personales | categorias de datos | tipo de datos | tipos de datos | tipo de datos personales | datos a los que accede | categorias de datos personales
    | dados | dados tratados | dados pessoais | dados processados | categorias de dados | tipos de dados | dado tratado | categoria de dados tratados
    | daten | datenarten | datenkategorien | art der daten | verarbeitete daten | personenbezogene daten | kategorien personenbezogener daten | datenkategorie | betroffene daten
    | donnees | donnees traitees | donnees personnelles | categories de donnees | types de donnees | donnees concernees | donnees accedees | donnees confiees | donnees a caractere personnel
    | dati | dati trattati | dati personali | dati personali trattati | categorie di dati | tipologia di dati | tipi di dati
    | gegevens | persoonsgegevens | categorieen gegevens | categorieen persoonsgegevens | soort gegevens | verwerkte gegevens | data
    | uppgifter | personuppgifter | kategorier av personuppgifter | typ av personuppgifter | datakategorier
    | date prelucrate | date cu caracter personal | categorii de date | categorie date | tipuri de date
    | дані | персональні дані | категорії даних | типи даних
    | データ | 個人データ | データの種類 | 処理データ | 個人情報 | データ種別 | 取扱データ
    | dane | dane osobowe | zakres danych | kategorie danych | rodzaj danych | rodzaje danych | kategorie danych osobowych
    | personoplysninger | kategorier af personoplysninger | typer af personoplysninger | behandlede personoplysninger | oplysninger | datatyper | persondata | personopplysninger | kategorier av personopplysninger | typer personopplysninger | opplysninger
    | údaje | osobní údaje | kategorie údajů | kategorie osobních údajů | typ údajů | typy údajů | zpracovávané údaje | druhy údajů
    | tiedot | henkilötiedot | henkilötietoryhmät | henkilötietojen tyypit | tietotyypit | tietoluokat | käsiteltävät tiedot | käsiteltävät henkilötiedot
    | veri | veriler | kişisel veri | kişisel veriler | veri kategorileri | veri kategorisi | veri türü | veri türleri | işlenen veriler | işlenen kişisel veriler
    | adat | adatok | személyes adatok | adatkategóriák | személyes adatok kategóriái | kezelt adatok | kezelt adatok köre | adatok köre
    | δεδομένα | προσωπικά δεδομένα | δεδομένα προσωπικού χαρακτήρα | κατηγορίες δεδομένων | κατηγορίες προσωπικών δεδομένων | τύποι δεδομένων | τύπος δεδομένων
    | 数据 | 数据类型 | 数据类别 | 个人数据 | 个人数据类型 | 个人数据类别 | 个人信息 | 个人信息类型 | 处理的数据 | 处理的个人数据
    | 資料 | 資料類型 | 資料類別 | 個人資料 | 個人資料類型 | 個人資料類別 | 處理的資料 | 處理的個人資料
    | 데이터 | 데이터 유형 | 데이터 종류 | 개인정보 | 개인정보 항목 | 개인정보 유형 | 개인 데이터 | 처리 데이터 | 처리하는 개인정보 | 이전되는 개인정보 항목`,
  subjects: `data subjects | data subject | categories of data subjects | data subject categories | people concerned | interesados | categorias de interesados | titulares | titulares dos dados | betroffene | betroffene personen | kategorien betroffener personen | personnes concernees | interessati | categorie di interessati | betrokkenen | categorieen betrokkenen | registrerade | persoane vizate | суб єкти даних | データ主体
    | kategorie osob | osoby ktorych dane dotycza
    | registrerte | kategorier af registrerede | kategorier av registrerte | subjekty údajů | kategorie subjektů údajů | rekisteröidyt | rekisteröityjen ryhmät | ilgili kişiler | ilgili kişi grupları | veri sahipleri | érintettek | érintettek köre | érintettek kategóriái | υποκείμενα δεδομένων | υποκείμενα των δεδομένων
    | 数据主体 | 個資當事人 | 資料當事人 | 資料主體 | 정보주체 | 데이터 주체`,
  mechanism: `transfer mechanism | transfer mechanisms | international transfer mechanism | data transfer mechanism | transfer basis | transfer safeguard | transfer safeguards | safeguards | safeguard | scc | sccs | adequacy | transfer tool | transfer | transfers | mechanism | legal transfer mechanism | cross border transfer mechanism | international transfers | international transfer | appropriate safeguards | basis for transfer | protection of third country transfer
    | mecanismo de transferencia | garantias | transferencia internacional | transferencias internacionales | mecanismo de salvaguarda | transferencia | ubertragungsmechanismus | transfermechanismus | garantien | drittlandtransfer | schutz drittstaatentransfer | schutz drittlandtransfer | ubermittlungsgrundlage | geeignete garantien | rechtsgrundlage der ubermittlung
    | mecanisme de transfert | garanties | garanties transfert | transfert | transfert hors ue | encadrement du transfert | encadrement des transferts | meccanismo di trasferimento | garanzie | trasferimento | trasferimento dati extra ue | doorgiftemechanisme | doorgifte | overdracht buiten eer | waarborgen
    | overforingsmekanism | skyddsatgard | skyddsatgarder | mecanism transfer | mecanism | mecanism de transfer | garantii | механізм передачі | гарантії | 移転の仕組み | 移転メカニズム | 移転根拠 | 保護措置
    | podstawa transferu | mechanizm transferu | zabezpieczenia | transfer poza eog
    | overførselsgrundlag | overførselsmekanisme | overførsel | overføringsgrunnlag | overføringsmekanisme | overføring | mechanismus předání | mechanismus předávání | předávání údajů | záruky | siirtomekanismi | siirtoperuste | siirron peruste | suojatoimet | aktarım mekanizması | aktarım dayanağı | güvenceler | adattovábbítás | adattovábbítás alapja | adattovábbítás jogalapja | garanciák | μηχανισμός διαβίβασης | διαβίβαση | εγγυήσεις
    | 传输机制 | 跨境传输机制 | 数据传输机制 | 保障措施 | 傳輸機制 | 跨境傳輸機制 | 資料傳輸機制 | 이전 메커니즘 | 이전 근거 | 국외 이전 근거 | 전송 메커니즘 | 보호조치`,
  dpa: `dpa | dpa link | link to dpa | dpa url | dpa status | data processing agreement | data processing addendum | data processing terms | terms | dpa signed | dpa available | contract | av vertrag | avv | auftragsverarbeitungsvertrag | vertrag | acuerdo de tratamiento | contrato | contrat | accord de traitement | accordo | contratto | verwerkersovereenkomst | personuppgiftsbitradesavtal | acord | contract dpa | договір | 契約 | データ処理契約
    | umowa powierzenia | umowa
    | databehandleraftale | databehandleravtale | zpracovatelská smlouva | smlouva o zpracování | smlouva | tietojenkäsittelysopimus | sopimus | veri işleme sözleşmesi | sözleşme | adatfeldolgozási szerződés | szerződés | σύμβαση | σύμβαση επεξεργασίας δεδομένων
    | 数据处理协议 | 合同 | 資料處理協議 | 資料處理合約 | 合約 | 데이터 처리 계약 | 계약`,
  privacy: `privacy | privacy policy | privacy link | privacy notice | privacy statement | privacy url | privacy page | politica de privacidad | politica de privacidade | datenschutz | datenschutzerklarung | politique de confidentialite | politique confidentialite | informativa privacy | privacybeleid | privacyverklaring | integritetspolicy | politica de confidentialitate | політика конфіденційності | プライバシーポリシー
    | polityka prywatnosci
    | privatlivspolitik | personvernerklæring | zásady ochrany osobních údajů | ochrana osobních údajů | tietosuojaseloste | tietosuojakäytäntö | gizlilik politikası | adatvédelmi tájékoztató | adatvédelmi szabályzat | adatvédelmi nyilatkozat | πολιτική απορρήτου
    | 隐私政策 | 隱私權政策 | 隱私政策 | 개인정보처리방침 | 개인정보 처리방침`,
  subprocessors: `subprocessor list | sub processor list | their subprocessors | list of subprocessors | further subprocessors | own subprocessors | subprocessor page | links to subprocessor resources | pagina subprocesadores | lista de subencargados`,
  website: `website | web site | url | link | links | site | web | homepage | web address | more information | sitio web | pagina web | enlace | webseite | internetseite | site web | lien | sito | sito web | collegamento | webbplats | lank | pagina web | вебсайт | сайт | посилання | ウェブサイト | リンク | href
    | strona internetowa | strona www | adres strony
    | hjemmeside | websted | nettside | nettsted | webové stránky | odkaz | verkkosivusto | verkkosivu | kotisivu | linkki | web sitesi | internet sitesi | bağlantı | weboldal | honlap | webhely | ιστότοπος | ιστοσελίδα | σύνδεσμος
    | 网站 | 网址 | 官网 | 链接 | 網站 | 網址 | 官網 | 連結 | 웹사이트 | 홈페이지 | 링크`,
  security: `security | security page | security link | certifications | certification | certificates | compliance | security certifications | certificaciones | seguridad | certificacoes | seguranca | zertifizierungen | zertifikate | sicherheit | certifications securite | securite | certificazioni | sicurezza | certificeringen | beveiliging | certifieringar | sakerhet | certificari | securitate | сертифікати | безпека | 認証 | セキュリティ
    | certyfikaty | bezpieczenstwo
    | sikkerhed | certificeringer | sikkerhet | sertifiseringer | certifikace | zabezpečení | sertifikaatit | tietoturva | sertifikalar | güvenlik | tanúsítványok | biztonság | πιστοποιήσεις | ασφάλεια
    | 安全 | 认证 | 安全认证 | 認證 | 安全認證 | 인증 | 보안`,
  entity: `legal entity | legal entity name | legal name | registered name | contracting entity | entity parent | razon social | razao social | rechtstrager | juristische person | raison sociale | ragione sociale | juridische entiteit | rattssubjekt | entitate juridica | юридична особа | 法人名 | 法人
    | juridisk enhed | juridisk enhet | právnická osoba | právní subjekt | oikeushenkilö | juridinen nimi | tüzel kişi | tüzel kişilik | jogi személy | νομική οντότητα | νομικό πρόσωπο
    | 法律实体 | 法人实体 | 法律實體 | 法人實體 | 법인 | 법인명`,
  address: `address | registered address | office address | postal address | direccion | domicilio | endereco | adresse | anschrift | indirizzo | adres | adress | adresa | адреса | 住所
    | adres siedziby
    | osoite | cím | címe | διεύθυνση | 地址 | 注册地址 | 註冊地址 | 주소`,
  contact: `contact | contacts | contact person s name position and contact details | name funktion und kontaktdaten der kontaktperson | nom fonction et coordonnees de la personne de contact | nombre cargo y datos de contacto de la persona de contacto | naam functie en contactgegevens van de contactpersoon | contact details | contact information | email | e mail | dpo | contact dpo | privacy contact | data protection officer | contacto | contacto dpo | contato | kontakt | kontaktdaten | ansprechpartner | coordonnees | contatto | contatti | contactgegevens | kontaktuppgifter | контакт | контакти | 連絡先
    | dane kontaktowe | e mail kontaktowy
    | kontaktoplysninger | kontaktopplysninger | kontaktní údaje | yhteystiedot | yhteyshenkilö | iletişim | iletişim bilgileri | kapcsolat | elérhetőség | elérhetőségek | επικοινωνία | στοιχεία επικοινωνίας
    | 联系方式 | 联系人 | 聯絡方式 | 聯絡人 | 연락처`,
  retention: `retention | retention period | data retention | storage period | duration | duration of processing | how long | plazo de conservacion | conservacion | retencao | prazo | speicherdauer | aufbewahrung | loschfrist | duree | duree de conservation | conservation | conservazione | periodo di conservazione | bewaartermijn | lagringstid | perioada de retentie | термін зберігання | 保存期間
    | okres przechowywania | retencja
    | opbevaringsperiode | slettefrist | lagringsperiode | oppbevaringstid | doba uchování | doba uložení | säilytysaika | saklama süresi | megőrzési idő | megőrzés ideje | tárolási idő | περίοδος διατήρησης | διάρκεια διατήρησης
    | 保留期限 | 存储期限 | 保存期限 | 儲存期限 | 보유 기간 | 보유기간 | 보관 기간`,
  condition: `condition | conditions | applies to | applies when | applicability | optional | when | when used | use condition | enabled when | activates when | only if | condicion | cuando | condicao | quando | bedingung | gilt fur | wann | optional | condition d utilisation | quand | condizione | voorwaarde | villkor | conditie | умова | 条件
    | warunek | warunki | dotyczy
    | betingelse | podmínka | podmínky | ehto | ehdot | koşul | feltétel | προϋπόθεση | 适用条件 | 條件 | 適用條件 | 조건`,
  product: `product | products | applicable product | applicable products | applicable service | applicable services | relevant services | product use | feature | features | module | department | team | producto | productos | uso del producto | modulo | produto | produtos | produkt | produkte | modul | abteilung | produit | produits | prodotto | prodotti | producten | afdeling | produs | produse | продукт | 製品
    | produkty
    | produkter | tuote | tuotteet | ürün | ürünler | termék | termékek | προϊόν | προϊόντα | 产品 | 适用产品 | 產品 | 適用產品 | 제품`,
  status: `status | state | gdpr compliant | estado | statut | stato | stare | статус | 状態 | ステータス | current status
    | status umowy | active | is active | in use | aktiv | activo | actif | attivo | actief | ativo | aktywny | enabled
    | stav | tila | durum | állapot | κατάσταση | 状态 | 狀態 | 상태`,
  since: `added | added on | sub processor since | subprocessor since | date added | added date | since | in use since | start date | engaged since | effective date | effective | effective from | date of engagement | desde | fecha de alta | fecha de inicio | data de inicio | data inizio | seit | hinzugefugt | beginn | depuis | date d ajout | date debut | dal | sinds | toegevoegd | sedan | din | дата додавання | 追加日 | 開始日
    | od kiedy | data dodania | data rozpoczecia | od
    | tilføjet | tilføjet den | startdato | lagt til | přidáno | datum přidání | od kdy | lisätty | lisäyspäivä | alkaen | eklenme tarihi | başlangıç tarihi | hozzáadva | hozzáadás dátuma | kezdete | ημερομηνία προσθήκης
    | 添加日期 | 生效日期 | 开始日期 | 新增日期 | 開始日期 | 추가일 | 추가 날짜 | 시작일`,
  category: `category | type | entity type | group | vendor type | categoria | tipo | kategorie | typ | art | categorie | type de service | kategori | категорія | тип | カテゴリ | カテゴリー | 種別
    | rodzaj
    | kategoria | tyyppi | tür | türü | kategória | típus | κατηγορία | τύπος | 类别 | 类型 | 分类 | 類別 | 類型 | 分類 | 카테고리 | 분류 | 유형 | 구분`,
  notes: `note | notes | comment | comments | remarks | remark | additional information | further information | details | notas | observaciones | comentarios | observacoes | anmerkung | anmerkungen | bemerkung | bemerkungen | hinweis | hinweise | remarque | remarques | commentaire | commentaires | osservazioni | nota | note | opmerking | opmerkingen | toelichting | anmarkning | kommentar | observatii | примітка | примітки | 備考 | 注記
    | uwagi | komentarz
    | bemærkning | bemærkninger | merknad | merknader | kommentarer | poznámka | poznámky | huomautus | huomautukset | lisätiedot | notlar | megjegyzés | megjegyzések | σημείωση | σημειώσεις | παρατηρήσεις | 备注 | 備註 | 비고`,
  role: `engaged by | processing role | gdpr role | relationship | processor or controller | controller processor | rol rgpd`,
  id: `id | identifier | slug | key`,
  index: `no | nr | row | number | num | n o | s no | numero | nummer
    | číslo | sıra | sıra no | sorszám | 序号 | 编号 | 序號 | 編號 | 번호`,
};

/** Parts of a heading that say what it is about, the more telling first. They are a guess. */
const hints: readonly (readonly [RegExp, Meaning])[] = [
  [/^(?:is|are|has|why|how|what happens)\b|\?$/, "other"],
  [/\b(?:cookie|tracker)/, "other"],
  [/\b(?:last|next|ultima|derniere|letzte) (?:updated|update|review\w*|check\w*|modified|verification)/, "other"],
  [/\b(?:sub ?processors?|subencargados?) (?:list|page|url|link)/, "subprocessors"],
  [/\b(?:retention|speicherdauer|conservation|conservacion|bewaartermijn)/, "retention"],
  [/\b(?:data|dati|datos|dados|daten|donnees|gegevens|personuppgifter) (?:subjects?)\b/, "subjects"],
  [
    /\b(?:transfer|transfert|transferencia|trasferimento|overdracht|safeguards?|garant\w+|adequacy|sccs?|idta)\b/,
    "mechanism",
  ],
  [/\b(?:dpa|avv|data processing (?:agreement|addendum|terms))\b/, "dpa"],
  [/\b(?:privacy|datenschutz|privacidad|privacidade|confidentialite)\b/, "privacy"],
  [/\b(?:certificat\w+|zertifi\w+|soc 2|iso)\b/, "security"],
  [/\b(?:headquarters|hq|incorporat\w+|corporate|entity) (?:location|country|locaation)?/, "entityCountry"],
  [
    /\b(?:location|locations|region|regions|residency|standort\w*|ubicacion\w*|localisation|localizacao|pais|pays|land|country|countries|sede|locatie|lieu|ort)\b/,
    "location",
  ],
  [/\b(?:data|dati|datos|dados|daten|donnees|gegevens|personuppgifter)\b/, "data"],
  [
    /\b(?:purposes?|zweck|finalid?ad\w*|finalite|finalita|scopo|doel|scop|andamal|processing|services?|function|description|activit\w+)\b/,
    "purpose",
  ],
  [
    /(?:sub ?process|subencargad|sous traitant|unterauftrag|sub ?responsabil|verwerker|underbitrad|sub ?operador)/,
    "name",
  ],
  [
    /\b(?:affiliates?|filiales|konzerngesellschaften|gruppengesellschaften|filiali|afiliadas?|filialen|dotterbolag)\b/,
    "name",
  ],
  [
    /\b(?:vendor|provider|supplier|company|entity|anbieter|proveedor|fornecedor|fournisseur|fornitore|leverancier)\b/,
    "name",
  ],
  [/\b(?:product|module|feature|applicable)\b/, "product"],
  [/\b(?:website|url|link)\b/, "website"],
  [/\b(?:when|condition|optional|enabled)\b/, "condition"],
  [/\bstatus\b/, "status"],
];

const table = new Map<string, Understood>();
for (const [meaning, phrases] of Object.entries(known)) {
  phrases.split("|").forEach((phrase, rank) => {
    const key = normalise(phrase);
    // A phrase that two meanings have belongs to the one that stands first.
    if (key && !table.has(key)) table.set(key, { meaning: meaning as Meaning, certain: true, rank });
  });
}

/** Ranks of what is only guessed come after those of what is known. */
const guessed = 1000;

/** A heading's own unit or aside, in brackets or behind a mark of a footnote. */
const asides = /\([^()]*\)|\[[^[\]]*\]|[*†‡:?#]+/g;

/** What sorts a column by its heading, as a button beside it says: `Name Sort`, `Sort by name`, `Name: activate to sort`. */
const sorts =
  /^(?:sort by|sortieren nach|trier par|ordenar por|ordina per|sorteren op|sortera efter)\s+(?=\S)|(?<=\S)(?:[:,]|\s[–-])?\s\(?(?:(?:activate|click) to )?(?:sort(?:able|ed)?(?: column)?(?: (?:ascending|descending|a-z|z-a|asc|desc))?|sortieren|trier|ordenar|ordina|sorteren|sortera)\)?$/i;

/** A heading without what sorts by it. */
export const headingOf = (text: string): string => text.replace(sorts, "");

/** What a heading says of the entries below it; undefined where nothing of it is known. */
export function meaningOf(label: string): Understood | undefined {
  if (/^\s*[#№]\s*$/u.test(label)) return { meaning: "index", certain: true, rank: 0 };
  const words = label.replace(/([a-z])([A-Z])/g, "$1 $2");
  const whole = normalise(words);
  for (const key of [whole, normalise(words.replace(asides, " ")), normalise(headingOf(words))]) {
    const found = table.get(key);
    if (found) return found;
  }
  // `SubprocessorName`, `Name / Company`: every part says the same.
  const parts = label
    .split(/[/／|&;]|\band\b|\bund\b|\by\b|\bet\b|\be\b|\ben\b/)
    .map((part) => table.get(normalise(part)));
  const [first] = parts;
  if (parts.length > 1 && first && parts.every((part) => part?.meaning === first.meaning)) return first;
  const [, hint] = hints.find(([form]) => form.test(whole)) ?? [];
  return hint && hint !== "other" ? { meaning: hint, certain: false, rank: guessed } : undefined;
}

/** A heading that says by itself that sub-processors stand below it. */
const saysSubprocessor =
  /sub ?process|sub ?encargad|sous traitant|unterauftrag|sub ?auftrag|subunternehm|sub ?responsabil|sub ?verwerker|underbitrad|underleverant|sub ?operador|subcontratant|sub ?contractor|sub ?imputernicit|sub ?procesor|podprocesor|podpowierzeni|dalsz\w+ podmiot\w* przetwarzaj|субпроцесор|субобробник|サフフロセッサ|サブプロセッサ|再委託|復処理|underdatabehandl|underleverandør|subzpracovatel|dilci\w* zpracovatel|dals\w+ zpracovatel|subdodavatel|alikasittelij|alihankkij|alt (?:veri )?isle|alt yuklenici|al ?adatfeldolgoz|tovabbi adatfeldolgoz|alvallalkoz|υπο ?εκτελ|υποεπεξεργ|υπεργολ|[子次分再]级?处理[者方商]|[子次複再]級?處理[者方商]|하위 ?(?:처리|프로세서)|서브 ?프로세서|재수탁|재위탁/;

export const isAboutSubprocessors = (text: string): boolean => saysSubprocessor.test(normalise(text));

/** Further words for those who process data: vendors, service providers, affiliates. */
const saysProcessor =
  /\b(?:vendors?|service providers?|third part(?:y|ies)|affiliates?|processors?|providers?|dienstleister|auftragsverarbeiter|proveedores|encargados|fornecedores|operadores|prestataires|fournisseurs|fornitori|responsabili|leveranciers|verwerkers|leverantorer|furnizori|entities|infrastructure|leverandører|databehandlere|zpracovatele|dodavatele|poskytovatele|toimittajat|palveluntarjoajat|tedarikciler|hizmet saglayicilar|adatfeldolgozok|szolgaltatok)\b|постачальник|обробник|παροχοι|προμηθευτ|委託先|供应商|供應商|服务商|第三方|处理者|處理者|수탁|업체/;

export const isAboutProcessors = (text: string): boolean =>
  isAboutSubprocessors(text) || saysProcessor.test(normalise(text));

/** What stands above a record of changes. */
const saysChanges =
  /\b(?:change ?log|changes|version|versions|history|updates|revision|revisions|historial|historico|cambios|anderungen|anderungshistorie|versionen|historique|modifications|cronologia|modifiche|wijzigingen|versies|andringar|istoric|modificari|historia|zmiany|rejestr zmian|historik|endringer|zmeny|historie|muutokset|muutoshistoria|degisiklikler|surum gecmisi|valtozasok|elozmenyek)\b|зміни|історія|ændringer|αλλαγες|ιστορικο|変更履歴|改訂|变更|變更|更新记录|更新紀錄|변경/;

export const isAboutChanges = (text: string): boolean => saysChanges.test(normalise(text));

/** What stands above those who are in use no longer: they are no entries of a list of what is in use. */
const saysFormer =
  /\b(?:former|previous|past|removed|discontinued|terminated|retired|inactive|deprecated|decommissioned|offboarded|historical|no longer|nicht mehr|byli|poprzedni\w*|inaktiv\w*|ehemalige\w*|fruhere\w*|historische\w*|anteriores|antiguos|inactiv[oa]s|historic[oa]s|anciens?|historiques?|precedenti|storic[ih]e?|voormalige|tidigare|anteriori|tidligere|fjernede|fjernet|byvali|drivejsi|odstraneni|aiemmat|entiset|poistetut|eski|onceki|kaldirilan|korabbi|megszunt)\b|過去|колишні|πρωην|προηγουμεν|以前的|已移除|已停用|以往|종료된|삭제된|과거/;

/** What stands above those who are not in use yet. */
const saysPlanned =
  /\b(?:planned|upcoming|coming soon|proposed|future|not yet|demnachst|kunftige?|proximamente|a venir|prossimamente|binnenkort|kommande|wkrotce|geplante\w*|previstos|planificad\w+|planejad\w+|prevus|planifies|previsti|pianificat\w+|geplande|planerade|planificati|planowan\w+|planlagte|kommende|planovan\w+|pripravovan\w+|suunnitellut|tulevat|planlanan|yakinda|tervezett|jovobeli)\b|予定|заплановані|προγραμματισμεν|μελλοντικ|计划|計劃|即将|即將|예정/;

const isAboutPlanned = (text: string): boolean => saysPlanned.test(normalise(text));

/** Those who have left, and nobody who is to come. */
export const isAboutFormer = (text: string): boolean => saysFormer.test(normalise(text)) && !isAboutPlanned(text);

export const isAboutOthers = (text: string): boolean => isAboutFormer(text) || isAboutPlanned(text);

/** Words that a line has at most where it stands above something as a heading does: `Former vendors:`. */
const headingWords = 5;

/** A line of text that says, as a heading does, that others stand below it. */
export const leadsToOthers = (text: string): boolean =>
  text.split(" ").length <= headingWords && !/[.!?]$/.test(text) && isAboutProcessors(text) && isAboutOthers(text);

/** A heading of when somebody left. */
const saysEnd =
  /^(?:(?:date )?(?:removed|ended|terminated|discontinued|retired)(?: on| date)?|(?:removal|termination|end) date|date of (?:removal|termination)|until|end|entfernt(?: am)?|beendet(?: am)?|bis|ende|hasta|fecha de baja|baja|jusqu au|fin|date de fin|fino al|fine|tot|einddatum|till|slutdatum)$/;

/** A heading of the time that somebody was in use. */
const saysPeriod = /^(?:period|in use|used|dates|zeitraum|periodo|periode|period of use|duration)$/;

/** What stands above those who are in use, where others stand beside them. */
const saysCurrent =
  /^(?:\d+ )?(?:active|current|currently (?:in use|used|active)|in use|aktiv|aktive|aktuell\w*|activos|actuales|ativos|atuais|actifs|actuels|attivi|attuali|actief|huidige?|aktiva|nuvarande|aktywni|obecni|nuværende|naværende|aktivni|soucasni|aktiiviset|nykyiset|mevcut|guncel|jelenlegi|ενεργοι|τρεχοντες|当前|現有|目前|현재)$/;

export const isAboutCurrent = (text: string): boolean => saysCurrent.test(normalise(text));

export const isEnd = (label: string): boolean => saysEnd.test(normalise(label));
export const isPeriod = (label: string): boolean => saysPeriod.test(normalise(label));

/** What stands above what is no list of anybody: ways to write, measures that all keep to, further documents, rights. */
const saysElse =
  /^(?:\d+ )?(?:contact(?: us| information| details)?|kontakt|contacto|contato|contatt[oi]|contactez nous|nous contacter)$|\b(?:security|technical|organi[sz]ational) measures\b|\bsicherheitsmassnahmen\b|\bmedidas de segur|\bmesures de securite\b|\bmisure di sicurezza\b|\bbeveiligingsmaatregelen\b|\b(?:related|further|other) (?:documents?|documentation|links|policies|resources|pages|reading)\b|\bdocumenti correlati\b|\bdocumentos relacionados\b|\bdocuments (?:connexes|associes|lies)\b|\b(?:verwandte|weiterfuhrende) \w+|\b(?:your|ihre|vos|sus|tus|seus|suoi|vostri) (?:rights|rechte|droits|derechos|direitos|diritti)\b/;

export const isAboutElse = (text: string): boolean =>
  !isAboutSubprocessors(text) && saysElse.test(normalise(text.replaceAll("ß", "ss")));
