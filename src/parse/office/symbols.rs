//! Fonts of symbols, whose codes stand for no letters.
//!
//! In: the name of such a font and a code in it, 0x21 to 0xFF, alone or at U+F000 as Word stores it. Out: the character of
//! Unicode. What Unicode tells apart and common fonts do not have, such as the weights of an arrow, is its plain form.

/// Codes from 0x21 on of Symbol (Adobe's encoding). A space stands for none.
const SYMBOL: &str = "\
    !∀#∃%&∍()*+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴\
    ]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼                          \
    \x20      €ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™\
    ∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ ⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭";

/// Codes from 0x21 on of Wingdings. A space stands for none.
const WINGDINGS: &str = "\
    ✏✂✁👓🔔📖🕯☎✆✉📩📪📫📬📭📁📂📄📄📑🗄⌛⌨🖱🖲💻💾💾💾✇✍✍✌👌👍👎☜☞☝☟✋☺😐☹💣☠⚐🚩✈☼💧❄✝✞☩✠✡☪☯🕉\
    ☸♈♉♊♋♌♍♎♏♐♑♒♓&&●❍■□◻❑❒⬧⧫◆❖⬥⌧⍓⌘❀✿❝❞ ⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿❧❧❧\
    ❧❧❧❧❧·•▪○◯◯◉◎◯▪◻✦✦★✶✴✹✵⌖⌖⟡⌑⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛↲↳↰↱↰↱↲↳❖❖❧❧❧❧❧❧❧❧\
    ⌫⌦◄➢▲▼←➲↑↓←→↑↓↖↗↙↘←➔↑↓↖↗↙↘⇦⇨⇧⇩⇔⇳↖↗↙↘▭▫✗✓☒☑⊞";

/// Codes from 0x21 on of Wingdings 2. A space stands for none.
const WINGDINGS_2: &str = "\
    ✎✒✎✎✄✀☎☎📄📄📄📄📄📄📄📄📄📋🗑▢🖥🖨📠📞✇🖰🖱👍👎👈👉👈👉👈👉👉👈👆👇👆👇👆👇👆👇✋✗✓☒☑☒☒⊘⊘⊘⊘&&&&\
    ‽?!‽❧❧❧❧❧❧❧❧⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿ ☉○☽☾¶✝✝🕜🕝🕞🕟🕠🕡🕢🕣🕤🕥🕦🕧⁜⁜•●●●\
    ○○◯◉◉◉■■■■□□□▢▢▣◫◫▪◆◆◆◇◈◈◆◈◇⬧⬧⧫◊◊◖◗◓◒■◆⬟⬟⬢⬡⬣⬣+++++++×××××××*\
    *****************▲✦✦✦★✶✶✷✷✹✹✦★✯✶✹✪✪※⁂";

/// Codes from 0x21 on of Wingdings 3. A space stands for none.
const WINGDINGS_3: &str = "\
    ←→↑↓↖↗↙↘↤↦↥↧⇤⇥⤒⤓↔↕↔↕↔↕↯↲↳↰↱↰↱↲↳↩↪↩↪⤒⤓⇤⇥⇇⇉⇈⇊↵↵↵↵↺↻⎋⌤⌃⌥⎵⍽⇪⇪←→↑\
    ↓←→↑↓↖↗↙↘←→↑↓↖↗↙↘↔↕▲▼△▽◄►◁▷◣◢◤◥◀▶▲ ▼▲▼◀▶◄►▲▼←→↑↓←→↑↓←→↑↓←→↑↓\
    ←→↑↓←→↑↓←→↑↓←→←→←→←▬▬▬▬→←→←→←→↑↓←→↑↓←→↑↓←→↑↓←→↑↓←→←→←→←→←→↑↓\
    ↖↗↙↘←→↑↓↖↗↙↘←→↑↓↖↗↙↘←→↑↓←→↑↓";

/// Codes from 0x21 on of Webdings. A space stands for none.
const WEBDINGS: &str = "\
    🕷🕸🚫🕶🏆🎖📎💬💬💭💭🌶🎗▚⁄▁▢❐◀▶▲▼⏪⏩⏮⏭⏸⏹⏺A🗳🛠🏗🏘🏙🏚🏜🏭🏛🏠🏖🏝🛣🔍🏔👁👂🏞🏕🛤🏟🛳📢📢🔊🔈♥💐💭\\\
    💭💬💬↻✔🚲□🛡📦🚒■🚑ℹ🛩🛰✦🕴●🛥🚔🔄✕❓🚂🚇🚍⛳🚫⊖🚭💬|💬⚡ 🚹🚺👦👧🚼👽🏋⛷🏂🏌🏊🏄🏍🏎🚘📈🛢💰🏷💳👪🗡👄🗣✯\
    📧📨📩📩📄📄📄🕵🕰▦⊠📋🗒🗓📖📚🗞🗞🗃🗂🖼🎭♫🎹🎙🎧💿🎞📷🎟🎬📽📹📻📻🎚🎛📺💻🖥💻🖧🕹🎮📞📞📟📱📞🖨🖩📁💾🗜🔒🔓🗝📥📤🕳\
    ☀🌤🌥🌦☁🌧🌨🌩🌪🌬🌫🌜🌡🛋🛏🍽🍸🛎🛍Ⓟ♿△📌🎓✧✧✧✧✈🐿🐦🐟🐕🐈🚀🚀🚀🚀🗺🌍🌏🌎🕊";

/// «صلى الله عليه وسلم», at the code that the fonts AGA Arabesque have for it.
const AGA_ARABESQUE: (u32, char) = (0x72, '\u{FDFA}');

/// Where Word puts the codes of such fonts.
const PRIVATE: std::ops::RangeInclusive<u32> = 0xF000..=0xF0FF;

/// A font of symbols.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::parse) enum SymbolFont {
    /// Codes from 0x21 on stand for these characters.
    Table(&'static str),
    /// AGA Arabesque: ornaments and pious formulas, few of which are characters.
    Arabesque,
}

impl SymbolFont {
    /// The font of a name, in any letter case.
    pub(in crate::parse) fn named(name: &str) -> Option<SymbolFont> {
        let name = name.trim().to_ascii_lowercase();
        Some(match name.as_str() {
            "symbol" | "symbol mt" => SymbolFont::Table(SYMBOL),
            "wingdings" => SymbolFont::Table(WINGDINGS),
            "wingdings 2" => SymbolFont::Table(WINGDINGS_2),
            "wingdings 3" => SymbolFont::Table(WINGDINGS_3),
            "webdings" => SymbolFont::Table(WEBDINGS),
            _ if name.starts_with("aga arabesque") => SymbolFont::Arabesque,
            _ => return None,
        })
    }

    /// The character that a code stands for; `None` if Unicode has none.
    pub(in crate::parse) fn character(self, code: u32) -> Option<char> {
        let code = if PRIVATE.contains(&code) { code - PRIVATE.start() } else { code };
        match self {
            SymbolFont::Arabesque => (code == AGA_ARABESQUE.0).then_some(AGA_ARABESQUE.1),
            SymbolFont::Table(_) if code == 0x20 || code == 0xA0 => Some(' '),
            SymbolFont::Table(table) => {
                let index = usize::try_from(code.checked_sub(0x21)?).ok()?;
                table.chars().nth(index).filter(|character| *character != ' ')
            }
        }
    }

    /// A text in this font, and how many of its codes have no character. Letters that no such font has stay.
    pub(in crate::parse) fn text(self, text: &str) -> (String, usize) {
        let mut unknown = 0;
        let mut of_code = |character: char| {
            let code = u32::from(character);
            if code > 0xFF && !PRIVATE.contains(&code) || character.is_whitespace() {
                return Some(character);
            }
            let found = self.character(code);
            unknown += usize::from(found.is_none());
            found
        };
        (text.chars().filter_map(&mut of_code).collect(), unknown)
    }
}

/// Puts characters for the codes of a symbol font, or takes out those of a private use area, which no font of a book
/// draws. The result is how many could not be shown.
pub(in crate::parse) fn resolve(text: &mut String, font: Option<SymbolFont>) -> usize {
    if let Some(font) = font {
        let (shown, unknown) = font.text(text);
        *text = shown;
        return unknown;
    }
    let private = text.matches(is_private).count();
    if private > 0 {
        text.retain(|character| !is_private(character));
    }
    private
}

/// Whether a character is a code of a font of symbols, as Word stores it.
pub(in crate::parse) fn is_private(character: char) -> bool {
    PRIVATE.contains(&u32::from(character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_characters() {
        let check = |font: &str, code: u32, expected: Option<char>| {
            assert_eq!(SymbolFont::named(font).and_then(|font| font.character(code)), expected, "{font} {code:x}");
        };
        check("Wingdings", 0xF0FC, Some('✓'));
        check("Wingdings", 0xF04A, Some('☺'));
        check("wingdings", 0xA7, Some('▪'));
        check("Wingdings", 0xF0E0, Some('→'));
        check("Symbol", 0xF06D, Some('μ'));
        check("Symbol", 0x44, Some('Δ'));
        check("Symbol", 0xF0B7, Some('•'));
        check("Symbol", 0xF0A3, Some('≤'));
        check("Wingdings 2", 0x50, Some('✓'));
        check("Wingdings 2", 0xF052, Some('☑'));
        check("Wingdings 3", 0x75, Some('►'));
        check("Webdings", 0x61, Some('✔'));
        check("Webdings", 0xFF, Some('🕊'));
        check("AGA Arabesque", 0xF072, Some('ﷺ'));
        check("AGA Arabesque", 0xF02A, None);
        check("Arial", 0x41, None);
        assert_eq!(SymbolFont::named("Symbol").unwrap().text("a \u{F062}ب\u{F0FF}"), ("α βب".to_owned(), 1));
    }
}
