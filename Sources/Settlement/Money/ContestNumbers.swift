import Postgres
import Vocabulary

/// Numbers under which other days have something that is not plain: nothing under them is plain on this one.
/// - Returns: the same, to hold the shop's numbers against.
func contestNumbers(
    _ input: MoneyInput, _ connection: borrowing Connection, _ fingerprinter: KeyFingerprinter, _ keys: inout MoneyKeys
) throws -> Set<KeyFingerprint> {
    var contested: Set<KeyFingerprint> = []
    var isFirst = true
    try connection.copyOut(
        "COPY (\(input.sql(PackageResources.contested_numbers_sql))) TO STDOUT (FORMAT binary)"
    ) { message in
        guard var row = CopyRow(message, isFirst: isFirst) else { return }
        isFirst = false
        guard let number = try row.next() else { return }
        let key = fingerprinter.payment(number)
        contested.insert(key)
        try keys.append(.contest, key)
    }
    return contested
}
