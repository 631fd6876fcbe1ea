import Mustache
import Vocabulary

/// The pages' templates, and what both pages are made with.
enum PageTemplates {
    /// - Throws: `report.encoding` when a template cannot be read.
    static func html(_ template: String, _ values: PageValues) throws(Problem) -> String {
        guard let library = try? library(), let text = library.render(values, withTemplate: template) else {
            throw Problem(.reportFormat, "the page's template cannot be read", hint: "Report this; use --format json.")
        }
        return text
    }

    private static func library() throws -> MustacheLibrary {
        // Mustache escapes what is put into text of this type; {{{ }}} and {{& }} are not used by any template.
        func template(_ bytes: [UInt8]) throws -> MustacheTemplate {
            try MustacheTemplate(string: "{{% CONTENT_TYPE:HTML}}" + String(decoding: bytes, as: UTF8.self))
        }
        return MustacheLibrary(templates: [
            "page": try template(PackageResources.page_mustache), "style": try template(PackageResources.style_css),
            "head": try template(PackageResources.head_mustache), "shop": try template(PackageResources.shop_mustache),
            "day": try template(PackageResources.day_mustache),
            "statement": try template(PackageResources.statement_mustache),
            "codes": try template(PackageResources.codes_mustache),
            "items": try template(PackageResources.items_mustache),
            "month": try template(PackageResources.month_mustache),
            "pots": try template(PackageResources.pots_mustache),
            "balance": try template(PackageResources.balance_mustache),
            "unbooked": try template(PackageResources.unbooked_mustache),
            "glance": try template(PackageResources.glance_mustache),
            "number": try template(PackageResources.number_mustache),
        ])
    }
}
