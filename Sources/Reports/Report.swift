import Vocabulary

/// A report as it was read from `recon.*` in one snapshot.
package struct Report: Hashable, Sendable {
    package let scope: ReportScope
    /// When it was read, `yyyy-MM-dd HH:mm:ss` in Asia/Shanghai.
    package let readAt: String
    package let summary: ReportTable
    /// nil unless the scope is a period.
    package let period: PeriodTables?
}
