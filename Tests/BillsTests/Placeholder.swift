import Testing

@testable import Bills
