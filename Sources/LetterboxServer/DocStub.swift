package struct DocumentationPage {
    package init(openAPI: [UInt8]) throws { html = "" }
    package let html: String
    package static let style = ""
}
