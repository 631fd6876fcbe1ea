/// When an alarm is told again that reached nobody: after a minute, then at twice the distance each time, up to an hour,
/// as long as its cause stands.
package enum AlarmSpacing {
    private static let firstPauseSeconds: Int64 = 60
    private static let pauseSecondsMax: Int64 = 3600
    /// Of the pauses that double: the sixth is the longest below an hour.
    private static let doublingsMax = 6

    /// - Parameter tries: how often it was told in vain, from 1.
    package static func pauseSeconds(after tries: Int64) -> Int64 {
        let doublings = min(max(0, tries - 1), Int64(doublingsMax))
        return min(firstPauseSeconds << doublings, pauseSecondsMax)
    }

    /// The journal hears of the first failure and of those that are an hour apart, not of each in between.
    package static func isWorthALine(after tries: Int64) -> Bool {
        tries <= 1 || pauseSeconds(after: tries) == pauseSecondsMax
    }
}
