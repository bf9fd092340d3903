import Testing

@testable import Letterbox

@Suite("An email address")
struct EmailAddressTests {
    private static let label = String(repeating: "a", count: 63)

    @Test(
        "Has the shape that browsers accept, in any script",
        arguments: [
            "a@b", "john.doe@example.com", "Osbaldo_Daniel@yahoo.com", "a+tag@example.co.uk", "!#$%&'*+/=?^_`{|}~-@example.com",
            ".a.@example.com",
            "a..b@example.com", "1@2.3", "a@xn--bcher-kva.example", "a@b-c.d", "a@\(label).com", "用户@例子.广告", "فرشید@مثال.ایران",
            "δοκιμή@παράδειγμα.δοκιμή", "अजय@डाटा.भारत", "münchen@bücher.de", "a@می\u{200C}خواهم.ایران", "a@0.0.0.0",
        ])
    func valid(text: String) {
        #expect(EmailAddress.isValid(text))
    }

    @Test(
        "Is none in any other shape",
        arguments: [
            "", "a", "@", "a@", "@b", "a@b@c", "a@@b", "a b@c", "a@b c", " a@b", "a@b ", "a@b.", "a@.b", "a@b..c", "a@-b", "a@b-",
            "a@b.-c.d",
            "a@\(label)a.com", "\"a b\"@c", "a@[127.0.0.1]", "a(c)@b", "a,b@c", "a;b@c", "a:b@c", "a<b>@c", "<a@b>", "a\\b@c", "a@b_c",
            "a@b!c",
            "a@b\n", "a\u{0}@b", "a@b/c", "mailto:a@b", "a@😀.com", "😀@b.com", "a\u{A0}@b", "a@b\u{3002}com", "a\u{200B}@b", "a@\u{301}b",
        ])
    func invalid(text: String) {
        #expect(!EmailAddress.isValid(text))
    }
}
