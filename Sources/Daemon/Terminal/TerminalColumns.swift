import FoundationEssentials
import Glibc

/// A table of amounts is legible in no fewer.
private let columnsMin = 40
/// Of a terminal that does not say how wide it is.
private let columnsUsual = 80

/// How wide a text for people may be: as COLUMNS says, else as the terminal does; nil where the text goes to a file or to another
/// program, which may want its lines as they are.
package func terminalColumns(
    _ descriptor: Int32, environment: [String: String] = ProcessInfo.processInfo.environment
) -> Int? {
    if let told = environment["COLUMNS"].flatMap({ Int($0) }), told > 0 { return max(told, columnsMin) }
    guard isatty(descriptor) == 1 else { return nil }
    var size = winsize()
    let isTold = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return max(isTold ? Int(size.ws_col) : columnsUsual, columnsMin)
}
