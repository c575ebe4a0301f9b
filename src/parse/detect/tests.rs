//! Texts of many languages, short and long, and texts that mix them.

use super::detect;
use crate::diagnostic::{Source, Span};
use crate::document::{Block, BlockKind, Inline};
use crate::parse::{Format, Overrides, parse};

fn of(text: &str) -> String {
    let content = vec![Inline::Text { text: text.into(), span: Span::default() }];
    let blocks = [Block::new(BlockKind::Paragraph(content), Span::default())];
    detect("", &blocks).map_or_else(|| "ar".into(), |lang| lang.0)
}

fn check(expected: &str, texts: &[&str]) {
    for text in texts {
        assert_eq!(of(text), expected, "{text}");
    }
}

#[test]
fn arabic_stays_arabic() {
    check(
        "ar",
        &[
            "يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق.",
            "كتاب",
            "سوق الوراقين في بغداد",
            "مرحبا بكم",
            "بِسْمِ ٱللَّهِ ٱلرَّحْمَـٰنِ ٱلرَّحِيمِ ٱلْحَمْدُ لِلَّهِ رَبِّ ٱلْعَـٰلَمِينَ ٱلرَّحْمَـٰنِ ٱلرَّحِيمِ مَـٰلِكِ يَوْمِ ٱلدِّينِ",
            "بِسۡمِ اللهِ الرَّحۡمٰنِ الرَّحِیۡمِ اَلۡحَمۡدُ لِلّٰهِ رَبِّ الۡعٰلَمِیۡنَ اِیَّاکَ نَعۡبُدُ وَ اِیَّاکَ نَسۡتَعِیۡنُ",
            "قفا نبك من ذكرى حبيب ومنزل بسقط اللوى بين الدخول فحومل",
            "مكتبة React تستخدم JavaScript وتعمل مع Node.js وTypeScript وWebpack وBabel في بناء الواجهات",
            "چاي و گهوة وپنشر وڤيديو كلمات تكتب في لهجات الخليج والعراق بحروف زيدت على العربية، ولا تجعل النص فارسيا.",
            "قال حافظ: «اگر آن ترک شیرازی به دست آرد دل ما را»، وهو بيت مشهور في الأدب الفارسي، وقد ترجمه إلى العربية كثيرون من أهل العلم والأدب في القرن الماضي.",
            "كلمة السر في الأردية «ٹھیک ہے» وتعني: حسنا، وهي من أكثر الكلمات دورانا على ألسنة الناس في الهند والباكستان.",
            "الجملة الأولى والجملة الثانیة کتبت بلوحة مفاتیح فارسیة لکنها عربیة إلى آخرها",
            "12 + 7",
            "",
        ],
    );
}

#[test]
fn languages_in_arabic_letters_are_told_apart() {
    check(
        "fa",
        &[
            "تمام افراد بشر آزاد به دنیا می‌آیند و از لحاظ حیثیت و حقوق با هم برابرند.",
            "همه دارای عقل و وجدان می‌باشند و باید نسبت به یکدیگر با روح برادری رفتار کنند.",
            "کتاب‌های تازه در بازار",
            "تاريخ چاپ و نشر كتاب در ايران و گسترش آن در روزگار قاجار بحث مفصلي است",
            "چگونه یک کتاب بنویسیم؟",
            "گزارش روز",
        ],
    );
    check(
        "ur",
        &[
            "تمام انسان آزاد اور حقوق و عزت کے اعتبار سے برابر پیدا ہوئے ہیں۔",
            "انہیں ضمیر اور عقل ودیعت ہوئی ہے۔ اس لئے انہیں ایک دوسرے کے ساتھ بھائی چارے کا سلوک کرنا چاہیئے۔",
            "پاکستان کی تاریخ میں کتابوں کا کردار",
            "آج کا اخبار پڑھیں",
        ],
    );
    check(
        "ckb",
        &[
            "هەموو مرۆڤەکان بە ئازادی و یەکسان لە کەرامەت و مافدا لە دایک دەبن.",
            "ئەوان خاوەن هۆش و ویژدانن و دەبێت لە نێوان خۆیاندا بە گیانی برایەتی ڕەفتار بکەن.",
            "مێژووی کتێب لە کوردستان",
        ],
    );
    check(
        "ps",
        &[
            "ټول انسانان آزاد نړۍ ته راځي او د وقار او حقونو له پلوه سره برابر دي.",
            "دوی د عقل او وجدان خاوندان دي او باید یو له بل سره د ورورۍ په روحیه سلوک وکړي.",
            "د پښتو ژبې کتابونه",
        ],
    );
    check(
        "sd",
        &[
            "سڀئي انسان آزاد ۽ عزت ۽ حقن جي حوالي کان برابر پيدا ٿيا آهن.",
            "انهن کي عقل ۽ ضمير عطا ٿيو آهي، ان ڪري انهن کي هڪ ٻئي سان ڀائپي وارو سلوڪ ڪرڻ گهرجي.",
            "سنڌي ٻوليءَ جو ڪتاب",
        ],
    );
    check(
        "ug",
        &[
            "ھەممە ئادەم تۇغۇلۇشىدىنلا ئەركىن، ئىززەت-ھۆرمەت ۋە ھوقۇقتا باپباراۋەر بولۇپ تۇغۇلغان.",
            "ئۇلار ئەقىلگە ۋە ۋىجدانغا ئىگە ھەمدە بىر-بىرىگە قېرىنداشلىق مۇناسىۋىتىگە خاس روھ بىلەن مۇئامىلە قىلىشى كېرەك.",
            "ئۇيغۇر تىلى ۋە كىتابلىرى",
        ],
    );
}

#[test]
fn hebrew_and_yiddish_are_told_apart() {
    check(
        "he",
        &[
            "כל בני אדם נולדו בני חורין ושווים בערכם ובזכויותיהם.",
            "כולם חוננו בתבונה ובמצפון, לפיכך חובה עליהם לנהוג איש ברעהו ברוח של אחווה.",
            "זהו טקסט בעברית עם רשימה",
            "בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם וְאֵת הָאָרֶץ",
        ],
    );
    check(
        "yi",
        &[
            "יעדער מענטש ווערט געבוירן פֿרײַ און גלײַך אין כּבֿוד און רעכט.",
            "די ביכער זענען געווען אין דער שטוב און דער פאטער האט זיי געלייענט",
            "ייִדישע ביכער אין װאַרשע",
        ],
    );
}

#[test]
fn latin_languages_are_told_apart() {
    check(
        "en",
        &[
            "All human beings are born free and equal in dignity and rights.",
            "This is an English article, nothing else.",
            "The history of the book in Baghdad",
            "The word كتاب means book, and the root ك ت ب is found in many words of the language.",
        ],
    );
    check(
        "fr",
        &[
            "Tous les êtres humains naissent libres et égaux en dignité et en droits.",
            "L’histoire du livre dans la ville",
        ],
    );
    check(
        "de",
        &["Alle Menschen sind frei und gleich an Würde und Rechten geboren.", "Die Geschichte des Buches ist lang."],
    );
    check(
        "es",
        &["Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de razón."],
    );
    check(
        "it",
        &["Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti. Essi sono dotati di ragione."],
    );
    check("pt", &["Todos os seres humanos nascem livres e iguais em dignidade e em direitos."]);
    check(
        "nl",
        &["Alle mensen worden vrij en gelijk in waardigheid en rechten geboren, en zij zijn begiftigd met verstand."],
    );
    check("tr", &["Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar ve bu nedenle bir arada yaşarlar."]);
    check("id", &["Semua orang dilahirkan merdeka dan mempunyai martabat dan hak-hak yang sama."]);
    check("kmr", &["Hemû mirov azad û di weqar û mafan de wekhev tên dinyayê û ew xwedî hiş û şuûr in."]);
    check("und", &["Zxcvb qwrtp lkjhg mnbvc zxcvb qwrtp lkjhg mnbvc"]);
}

#[test]
fn long_texts_are_told_apart() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/texts");
    for tag in ["ckb", "fa", "he", "ps", "sd", "syr", "ug", "ur"] {
        let text = std::fs::read_to_string(folder.join(format!("languages/{tag}.txt"))).unwrap();
        assert_eq!(of(&text), tag);
    }
    for name in ["article", "mixed", "quranic", "vocalised"] {
        let text = std::fs::read_to_string(folder.join(format!("{name}.txt"))).unwrap();
        assert_eq!(of(&text), "ar", "{name}");
    }
}

#[test]
fn other_scripts_name_their_language() {
    check("ru", &["Все люди рождаются свободными и равными в своём достоинстве и правах."]);
    check("uk", &["Всі люди народжуються вільними і рівними у своїй гідності та правах."]);
    check("el", &["Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια."]);
    check("ja", &["すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。"]);
    check("zh", &["人人生而自由，在尊严和权利上一律平等。"]);
}

fn read(text: &str, format: Format, overrides: &Overrides) -> (String, Vec<String>) {
    let source = Source { name: "a".into(), text: text.into() };
    let read = parse(&source, format, overrides).unwrap();
    let metadata = read.value.metadata;
    let told = read.warnings.into_iter().map(|warning| warning.message).filter(|message| message.contains("language"));
    (format!("{} {}", metadata.lang.0, metadata.direction.as_str()), told.collect())
}

#[test]
fn what_is_said_wins_and_what_is_found_is_told() {
    let persian = "# کتاب\n\nتمام افراد بشر آزاد به دنیا می‌آیند.\n";
    let none = Overrides::default();
    let note = "the source does not say its language; taken as Persian (fa)".to_owned();
    assert_eq!(read(persian, Format::Markdown, &none), ("fa rtl".into(), vec![note]));
    let said = format!("---\nlang: ar\n---\n{persian}");
    assert_eq!(read(&said, Format::Markdown, &none), ("ar rtl".into(), Vec::new()));
    let asked = Overrides { default_lang: Some(crate::document::Lang("ps".into())), ..Overrides::default() };
    assert_eq!(read(persian, Format::Markdown, &asked), ("ps rtl".into(), Vec::new()));
    let english = "<p>All human beings are born free and equal in dignity and rights.</p>";
    assert_eq!(read(english, Format::Html, &none).0, "en ltr");
    let code = "نص قصير:\n\n```\nfor (let i = 0; i < the.length; i++) { console.log(the[i]); }\n```\n";
    assert_eq!(read(code, Format::Markdown, &none).0, "ar rtl");
}

#[test]
fn headings_weigh() {
    let text = "# استعمال المكتبة\n\nInstall the package with the manager of your system, then run the tool.\n\nثم شغّل الأداة.\n";
    assert_eq!(read(text, Format::Markdown, &Overrides::default()).0, "ar rtl");
    let text = "# تعلّم React وTypeScript\n\nInstall the package with the manager of your system.\n\nثم شغّل الأداة.\n";
    assert_eq!(read(text, Format::Markdown, &Overrides::default()).0, "ar rtl");
    let text = "# What كتاب means\n\nThe word is the name of a book, and there are many of them in the world.\n";
    assert_eq!(read(text, Format::Markdown, &Overrides::default()).0, "en ltr");
}
