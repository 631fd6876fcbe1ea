import Vocabulary

/// Days for whatever goes by the system's clock, as the program and the database do. They are taken once: should it become
/// midnight in Shanghai meanwhile, those that are over stay so, and the one that has no bill yet still has none.
enum SystemDays {
    static let clock = Clock.system
    private static let today = clock.today
    static let over = today.advanced(by: -4)...today.advanced(by: -2)
    static let notOver = today.next
}
