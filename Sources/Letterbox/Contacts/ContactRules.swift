/// What a contact's fields must be like.
package enum ContactRules {
    /// Fields of a contact that a client may send back but never sets.
    static let ignoredFields: Set<String> = ["id", "viewed", "viewed_at", "created_at", "updated_at"]

    static let allowedFields = "subject, message, first_name, last_name, email, mobile_number"

    static let unreachable = "Give an email or a mobile number, so that somebody can answer."

    static func rule(for field: String) -> TextRule {
        switch field {
        case "first_name", "last_name": TextRule(limit: 150)
        case "subject": TextRule(limit: 255)
        case "email":
            TextRule(limit: 254) { EmailAddress.isValid($0) ? nil : "Enter a valid email address." }
        case "mobile_number":
            TextRule(limit: 32) { isMobileNumber($0) ? nil : invalidMobileNumber }
        default: TextRule(limit: 10_000, mayBeBlank: false, hasLines: true)
        }
    }

    private static let invalidMobileNumber =
        "Enter a valid mobile number: at least 3 digits, and else only spaces and + - ( ) . # * / x."

    private static func isMobileNumber(_ text: String) -> Bool {
        var digits = 0
        for scalar in text.unicodeScalars {
            if scalar.decimalDigit != nil {
                digits += 1
            } else if !" +-().#*/x".unicodeScalars.contains(scalar) {
                return false
            }
        }
        return digits >= 3
    }

    /// Both fields get the message: filling in either one is the way out.
    static func checkReachable(_ text: ContactText, _ errors: inout FieldErrors) {
        guard text.email.isEmpty, text.mobileNumber.isEmpty else { return }
        // A field that is wrong already has its message; correcting it may be enough.
        if errors.contains("email") || errors.contains("mobile_number") { return }
        errors.add(unreachable, to: "email")
        errors.add(unreachable, to: "mobile_number")
    }
}
