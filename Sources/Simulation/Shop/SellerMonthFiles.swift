import Vocabulary

/// Writes a seller's month into a directory: three statements, the shop's records and the truth.
package struct SellerMonthFiles {
    private let directory: String

    package init(directory: String) { self.directory = directory }

    /// - Throws: `Problem` `simulation.output` where a file cannot be written.
    package func write(_ month: SellerMonth) throws(Problem) {
        for pot in SellerPot.allCases {
            let file = try month.statement(of: pot)
            try OutputFile.write(file.bytes, to: "\(directory)/\(file.name)")
        }
        let records = "\\set ON_ERROR_STOP on\nBEGIN;\n" + SellerMonth.schema + month.records + "COMMIT;\nANALYZE;\n"
        try OutputFile.write(Array(records.utf8), to: "\(directory)/shop.sql")
        try OutputFile.write(Array(Self.truth(month).utf8), to: "\(directory)/truth.json")
    }

    private static func truth(_ month: SellerMonth) -> String {
        let pots = SellerPot.allCases.map { pot in
            JSONText.object([
                ("pot", .text(pot.rawValue)), ("rows", .integer(month.rows(of: pot))),
                ("net_fen", .integer(month.netFen(of: pot))), ("opening_fen", JSONText(month.openingFen(of: pot))),
                ("closing_fen", JSONText(month.closingFen(of: pot))),
            ])
        }
        let classes = month.classes.map { sum in
            JSONText.object([
                ("pot", .text(sum.pot.rawValue)), ("class", .text(sum.name)), ("rows", .integer(sum.rows)),
                ("amount_fen", .integer(sum.amountFen)),
            ])
        }
        let items = month.faults.map { fault in
            JSONText.object([
                ("order_no", .text(fault.orderNo)), ("amount_fen", .integer(fault.amountFen)),
                ("reason", .text(fault.reason)),
            ])
        }
        let suggestions = month.pairs.map { pair in
            JSONText.object([
                ("plus_order_no", .text(pair.plusOrderNo)), ("minus_order_no", .text(pair.minusOrderNo)),
                ("amount_fen", .integer(pair.amountFen)),
            ])
        }
        let open = month.openOrders.sorted { $0.key < $1.key }.map { orderNo, fen in
            JSONText.object([("order_no", .text(orderNo)), ("difference_fen", .integer(fen))])
        }
        let refunds = month.refunds.map { refund in
            JSONText.object([
                ("order_no", .text(refund.orderNo)), ("step", .text(refund.step)), ("flag", JSONText(refund.flag)),
                ("recorded_fen", JSONText(refund.recordedFen)), ("pot", JSONText(refund.pot?.rawValue)),
                ("paid_fen", JSONText(refund.paidFen)), ("returned_fen", JSONText(refund.returnedFen)),
            ])
        }
        let lists = [
            ("pots", pots), ("classes", classes), ("items", items), ("suggestions", suggestions), ("open_orders", open),
            ("refunds", refunds),
        ]
        return "{\n\"seed\": \(month.seed),\n\"month\": \"\(month.firstDay.description.prefix(7))\",\n"
            + lists.map { name, objects in
                "\"\(name)\": [\n\(objects.map { $0.printed() }.joined(separator: ",\n"))\n]"
            }.joined(separator: ",\n") + "\n}\n"
    }
}
