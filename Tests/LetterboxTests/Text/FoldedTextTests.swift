import Testing

@testable import Letterbox

@Suite("Folded text")
struct FoldedTextTests {
    @Test(
        "Is the same for what people take for the same",
        arguments: [
            // Case and accents
            ("Hello WORLD", "hello world"), ("Crème Brûlée", "creme brulee"), ("cre\u{300}me", "creme"), ("ÅNGSTRÖM", "angstrom"),
            ("Łódź", "lodz"), ("Đorđe", "dorde"), ("Øresund", "oresund"), ("Ægir œuvre", "aegir oeuvre"), ("Þór ðu", "thor du"),
            ("Ħamrun", "hamrun"), ("tiếng Việt", "tieng viet"), ("Ñandú", "nandu"),
            // German, Greek, Turkish, Russian
            ("Straße", "strasse"), ("STRASSE", "strasse"), ("ΟΔΥΣΣΕΥΣ", "οδυσσευσ"), ("Ὀδυσσεύς", "οδυσσευσ"), ("οδυσσευσ", "οδυσσευσ"),
            ("İstanbul", "istanbul"), ("ISTANBUL", "istanbul"), ("ıstanbul", "istanbul"), ("ПРИВЕТ", "привет"), ("Ёлка", "елка"),
            // Arabic and Persian
            ("علي", "علی"), ("علی", "علی"), ("على", "علی"), ("كتاب", "کتاب"), ("کتاب", "کتاب"), ("مدرسة", "مدرسه"), ("خانۀ", "خانه"),
            ("أحمد", "احمد"), ("إحمد", "احمد"), ("آحمد", "احمد"), ("ٱحمد", "احمد"), ("مؤمن", "مومن"), ("رئیس", "رییس"),
            ("مَدرَسه", "مدرسه"), ("مـــدرسه", "مدرسه"), ("می\u{200C}خواهم", "میخواهم"), ("کت\u{200D}اب", "کتاب"), ("ہے", "هی"),
            // Presentation forms, widths, ligatures
            ("ﻋﻠﻲ", "علی"), ("ﻻ", "لا"), ("ﷲ", "الله"), ("ﬁn", "fin"), ("Ｌｅｔｔｅｒ　Ｂｏｘ", "letter box"), ("ﾃｽﾄ", "テスト"), ("Ⅳ", "iv"),
            ("x²", "x2"),
            // Digits of any script
            ("۰۱۲۳۴۵۶۷۸۹", "0123456789"), ("٠١٢٣٤٥٦٧٨٩", "0123456789"), ("०१२३", "0123"), ("１２３", "123"), ("𝟙𝟚𝟛", "123"), ("๑๒", "12"),
            // What parts words
            ("a,b.c;d", "a b c d"), ("one😀two", "one two"), ("first-name", "first name"), ("o'neil", "o neil"),
            ("a@b.example", "a b example"),
            ("tab\tnew\nline\r\nnext", "tab new line next"), ("«سلام»، دنیا؟", "سلام دنیا"), ("a\u{200B}b", "a b"), ("a\u{A0}b", "a b"),
            ("日本語、テスト", "日本語 テスト"), ("50%", "50"), ("a_b", "a b"),
            // What does not
            ("soft\u{AD}hyphen", "softhyphen"), ("\u{200E}left\u{200F}", "left"), ("\u{202B}سلام\u{202C}", "سلام"),
            ("word\u{FE0F}", "word"),
            // Nothing
            ("", ""), ("  \n ", ""), ("!?…—", ""), ("😀👩‍👩‍👧", ""), ("ـــ", ""), ("\u{301}", ""),
        ])
    func folding(text: String, folded: String) {
        #expect(FoldedText(text).text == folded)
    }

    @Test("Takes the capital sharp s for ss, as the small one")
    func capitalSharpS() {
        #expect(FoldedText("STRAẞE").text == "strasse")
    }

    @Test("Folded once more is the same")
    func stable() {
        for text in ["Straße İstanbul", "مدرسة أحمد", "Ὀδυσσεύς", "ŁÓDŹ ۱۲۳", "ﷺ", "ＡＢＣ x² Ⅳ", "ǅ ŉ ΐ", "한국어", "हिन्दी", "ไทย"] {
            let once = FoldedText(text).text
            #expect(FoldedText(once).text == once, "\(text)")
        }
    }

    @Test("Is only words with single spaces between them, for any character that there is")
    func everyCharacter() {
        for value in UInt32(0)...0x1FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let words = FoldedText("a" + String(scalar) + "b").words
            if words.contains(where: { $0.isEmpty || $0.contains("\"") || $0.contains(where: \.isWhitespace) }) {
                Issue.record("U+\(String(value, radix: 16)): \(words)")
            }
        }
    }

    @Test("Words of several texts do not run together")
    func severalTexts() {
        #expect(FoldedText(["one", "two", "", "Drei"]).words == ["one", "two", "drei"])
        #expect(FoldedText(["سلام", "دنیا"]).text == "سلام دنیا")
        #expect(FoldedText([String]()).words == [])
    }

    @Test(
        "Gives the digits of a number in ASCII",
        arguments: [
            ("+98 922 850-43.84", "989228504384"), ("۰۹۲۲۸۵۰۴۳۸۴", "09228504384"), ("(٠٩٢)", "092"), ("x١２३", "123"), ("none", ""),
            ("", ""),
            ("①½²", ""),
        ])
    func digits(text: String, digits: String) {
        #expect(FoldedText.digits(of: text) == digits)
    }
}
