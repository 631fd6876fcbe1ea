/// What is true of everything that asking again may heal, whoever asked.
enum AskedAgain {
    static let hint = "A run of the schedule asks again by itself; any other run is to be started again."
}
