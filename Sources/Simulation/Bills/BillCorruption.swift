/// A bill broken in one way, for tests of decoders and clients. Each breaks the first row or the totals.
package enum BillCorruption: String, Hashable, Sendable, CaseIterable {
    /// A sum of the trailer is one fen too high.
    case trailerOffByOneFen = "trailer-off-by-one-fen"
    /// The trailer counts one row more.
    case trailerOffByOneRow = "trailer-off-by-one-row"
    /// Ends after the rows.
    case missingTrailer = "missing-trailer"
    /// WeChat: a row of 26 cells for 27 columns (legacy 23 for 24). Alipay: an amount too many.
    case wrongCellCount = "wrong-cell-count"
    /// The header and all rows lack 手续费 or 服务费（元）.
    case missingColumn = "missing-column"
    /// An amount of `1.005`.
    case threeDecimals = "three-decimals"
    /// A channel number that a spreadsheet made `2.02E+27`.
    case scientificNumber = "scientific-number"
    /// Another merchant's bill.
    case wrongAccount = "wrong-account"
    /// Another day's bill.
    case wrongDate = "wrong-date"
    /// Cut in the middle of a row, as a broken download leaves it.
    case truncated
}
