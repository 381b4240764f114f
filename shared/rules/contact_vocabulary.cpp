#include <array>

#include "rules/contact_words.h"

namespace chalkline::rules::contacts {
namespace {

// English, German, Spanish, French, Italian, Portuguese, Russian, Polish, Turkish, Arabic, Hindi,
// Chinese; small letters without accents, as fold() leaves them.
constexpr auto lists = std::to_array<WordList>({
    {Meaning::digits, "zero oh null cero nul ноль нуль sifir صفر शून्य 零 〇", "0"},
    {Meaning::digits, "one eins uno un une um один bir jeden واحد एक 一 幺", "1"},
    {Meaning::digits, "two zwei zwo dos deux due dois два iki dwa اثنين اثنان दो 二 两", "2"},
    {Meaning::digits, "three drei tres trois tre три uc trzy ثلاثه तीन 三", "3"},
    {Meaning::digits, "four vier cuatro quatre quattro quatro четыре dort cztery اربعه चार 四",
     "4"},
    {Meaning::digits, "five funf cinco cinq cinque пять bes piec خمسه पांच पाच 五", "5"},
    {Meaning::digits, "six sechs seis sei шесть alti szesc سته छह छः 六", "6"},
    {Meaning::digits, "seven sieben siete sept sette sete семь yedi siedem سبعه सात 七", "7"},
    {Meaning::digits, "eight acht ocho huit otto oito восемь sekiz osiem ثمانيه आठ 八", "8"},
    {Meaning::digits, "nine neun nueve neuf nove девять dokuz dziewiec تسعه नौ 九", "9"},
    {Meaning::digits, "ten zehn diez dix dieci dez десять on dziesiec عشره दस", "10"},
    {Meaning::digits, "eleven elf once onze одиннадцать", "11"},
    {Meaning::digits, "twelve zwolf doce douze двенадцать", "12"},
    {Meaning::digits, "thirteen dreizehn trece treize тринадцать", "13"},
    {Meaning::digits, "fourteen vierzehn catorce quatorze четырнадцать", "14"},
    {Meaning::digits, "fifteen funfzehn quince quinze пятнадцать", "15"},
    {Meaning::digits, "sixteen sechzehn dieciseis seize шестнадцать", "16"},
    {Meaning::digits, "seventeen siebzehn diecisiete семнадцать", "17"},
    {Meaning::digits, "eighteen achtzehn dieciocho восемнадцать", "18"},
    {Meaning::digits, "nineteen neunzehn diecinueve девятнадцать", "19"},
    {Meaning::digits, "twenty zwanzig veinte vingt двадцать двести yirmi", "2"},
    {Meaning::digits, "thirty dreisig treinta trente тридцать триста otuz", "3"},
    {Meaning::digits, "forty vierzig cuarenta quarante сорок четыреста kirk", "4"},
    {Meaning::digits, "fifty funfzig cincuenta cinquante пятьдесят пятьсот elli", "5"},
    {Meaning::digits, "sixty sechzig sesenta soixante шестьдесят шестьсот altmis", "6"},
    {Meaning::digits, "seventy siebzig setenta семьдесят семьсот yetmis", "7"},
    {Meaning::digits, "eighty achtzig ochenta восемьдесят восемьсот seksen", "8"},
    {Meaning::digits, "ninety neunzig noventa девяносто девятьсот doksan", "9"},
    {Meaning::repeat, "double triple"},
    {Meaning::at,
     "at at-sign arroba arobase arobas собака собачка malpa chiocciola et kuyruklu klammeraffe "
     "affenschwanz 艾特 圈a ات"},
    {Meaning::dot, "dot punkt punto point точка тчк kropka nokta ponto نقطه डॉट 点"},
    {Meaning::phone,
     "phone telephone tel mobile cell call ring text sms whatsapp whatsap wa handy handynummer "
     "telefon telefonnummer mobilnummer nummern ruf rufe anruf anrufen erreichst erreichbar "
     "festnetz mobil telefono movil celular llamame llama llamar whats wasap guasap watsap "
     "portable appelle appelez appeler телефон тел звони звоните позвони позвоните набери ватсап "
     "вотсап вацап telefonum telefonu numaram cep ara arayin zadzwon zadzwonic dzwon komorka "
     "telefonie cellulare telefonino chiamami telefone celular ligue هاتف هاتفي جوال جوالي رقمي "
     "اتصل واتس واتساب واتسب موبايل تلفون 电话 手机 打 拨 फोन कॉल मोबाइल व्हाट्सएप"},
    {Meaning::number, "number nr num no nummer numero номер رقم numara numer numeru 号码 号 नंबर"},
    {Meaning::mine,
     "my mine mein meine meinen meinem meiner mi mis mon ma mes moi мои мое моя моем моего меня "
     "benim moj moja moje il mio mia meu minha me مرا मेरा मेरी मेरे 我 我的"},
    {Meaning::counted,
     "page pages p pp seite seiten s exercise exercises ex aufgabe aufgaben isbn version chapter "
     "chapters kapitel order invoice bill rechnung rechnungsnummer matrikelnummer matrikel id "
     "ticket code pin iban room raum meeting account konto pagina paginas ejercicio ejercicios "
     "exercice exercices стр страница страницы задача задачи задания упражнения параграф заказ "
     "صفحه الصفحات تمرين التمرين 第 页 题 पृष्ठ प्रश्न sayfa soru strona strony zadanie zadania "
     "esercizio esercizi score scores points homework question task problem issue lesson item "
     "dni siren siret year years"},
    {Meaning::arithmetic,
     "divide divided divisible multiply multiplied sum product subtract equals integer prime "
     "binary "
     "decimal round rounded population sqrt log million billion calculate compute solve largest "
     "smallest speed convert digit digits teile dividiere multipliziere runde summe produkt "
     "berechne einwohner zahl zahlen habitantes habitants population multiplica divide suma "
     "calcula divise multiplie additionne решите реши сложите умножьте население жителеи человек "
     "число числа 人口 等于 ناتج جمع نسمه السكان جनसंख्या जनसंख्या toplam nufus ludnosc "
     "mieszkancow area distance period seconds meters"},
    {Meaning::service,
     "instagram insta ig instam telegram tg snapchat discord skype whatsapp wechat weixin viber "
     "tiktok facebook fb snap vx kik tumblr vk вк телеграм телеграмм телега телеге телеграме "
     "инста инстаграм инстаграме инсте дискорд дискорде скаип скаипе тг инст ваибер вотсап ватсап "
     "انستا "
     "انستقرام انستغرام انستجرام تلغرام تلجرام تيليجرام سناب سنابي سنابشات واتس واتساب تيكتوك "
     "微信 微博 抖音 小红书 इंस्टा इंस्टाग्राम टेलीग्राम स्नैपचैट kakao kakaotalk zalo"},
    {Meaning::common_service, "line signal messenger threads twitter x youtube qq"},
    {Meaning::numbered_service, "qq icq 微信"},
    {Meaning::mailbox,
     "gmail googlemail hotmail outlook yahoo icloud protonmail proton gmx mailru yandex qq 163 126 "
     "web aol"},
    {Meaning::naming,
     "username user name names id handle nick nickname account usuario nombre pseudo identifiant "
     "benutzername nutzername ник никнеим kullanici adim konto nazwa tag 号 号码 账号 नाम حسابي "
     "unter username"},
    {Meaning::is,
     "is its it's ist heise heist heisse heisst lautet bin es soy est c suis e это to jest "
     "olarak هو है 是 as als como comme jako come da ich i'm im am under unter called"},
    {Meaning::on, "on in auf bei en sur в на na su no pe at via per"},
    {Meaning::site,
     "website site web webseite seite homepage page sitio pagina visit visita visite besuch url "
     "link blog саит саите strona sitem موقع موقعي 网站 网址 वेबसाइट"},
    {Meaning::domain,
     "com net org edu gov info biz de fr es ru рф uk eu pl ua by kz cn jp kr br mx tr nl ch pt gr "
     "cz sk hu ro bg dk fi lt lv ee ie au nz ca za ng ke il ir ae eg sg hk tw vn th app dev co tv "
     "gg xyz"},
    {Meaning::common_domain,
     "it in is so me no to at be my us id la io ai pm do am ly ws st se si sa ma ph ar cl pe cc "
     "online site shop club blog store page link live tech school academy education wiki test "
     "example pro fm"},
    {Meaning::common,
     "the a an and or but not no yes ok okay is are was were be it this that these those we you he "
     "she they i my your our for from with by at on in to of as if so do does did has have had can "
     "will would should could may must just also too very better best good bad great broken down "
     "blocked banned gone new old open now then today tomorrow yesterday tonight later soon never "
     "always all some any here there what when where why how who more less than please thanks "
     "maybe only still"},
    {Meaning::common,
     "der die das ein eine und oder aber nicht kein ist sind war ich du er sie wir ihr mein dein "
     "auf in im am zu mit von fur als wie was wann wo warum gut schlecht heute morgen gestern "
     "jetzt dann immer nie kaputt ja nein auch nur el la los las un una y o pero no es son era yo "
     "tu mi su en de con por para que como cuando donde bien mal hoy manana ayer si le les des du "
     "et ou mais ne pas est sont je il elle nous vous dans sur avec pour qui quoi quand bon oui "
     "non aujourd demain hier ve bir bu da i w z na nie to jest tak"},
    {Meaning::common,
     "instead because about during since after before again while home work class mom mum dad sir "
     "miss teacher prof"},
    {Meaning::common, "info app dev biz"},
    {Meaning::common,
     "private public deleted offline online hacked closed weak full empty dead slow privat "
     "geloscht offentlich prive supprime bloque privado privada borrado bloqueado privato privata "
     "apagado prywatne закрыт удален"},
    {Meaning::annotation,
     "override property staticmethod classmethod dataclass abstractmethod component injectable "
     "autowired bean entity service controller test before after param return returns throws see "
     "deprecated author since version media import include keyframes supports font charset page "
     "interface implementation end selector app pytest fixture task route get post everyone here "
     "all channel suppresswarnings functionalinterface nullable nonnull repository requestmapping "
     "input output viewchild ngmodule type example license file brief throws link code todo echo "
     "cache lru cached jit njit decorator wraps click contextmanager"},
});

}  // namespace

std::span<const WordList> vocabulary() { return lists; }

}  // namespace chalkline::rules::contacts
