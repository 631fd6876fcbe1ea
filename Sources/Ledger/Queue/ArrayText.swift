/// A parameter of type `integer[]`.
func arrayText(_ numbers: [Int32]) -> String { "{\(numbers.map(String.init).joined(separator: ","))}" }
