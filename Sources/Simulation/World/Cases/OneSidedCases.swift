import Vocabulary

/// Entries without a record, records without an entry, and the edges of the cut-off window.
extension CaseWriter {
    mutating func tellOneSidedCases(_ type: EntryType, at account: SimulatedAccount) {
        tell("a \(type) that the shop knows nothing of", at: account) {
            $0.strayRow(type, at: $0.noon($0.day(.sameDay)))
        }
        tell("a \(type) that the shop knows nothing of, late in the evening", at: account) {
            $0.strayRow(type, at: $0.evening($0.day(.nextBill)))
        }
        tell("a \(type) that no bill lists", at: account) {
            $0.strayRecord(type, at: $0.noon($0.day(.sameDay)))
        }
        tell("a \(type) that no bill lists, late in the evening", at: account) {
            $0.strayRecord(type, at: $0.evening($0.day(.nextBill)))
        }
        tell("a \(type) that no bill lists, just after midnight", at: account) {
            $0.strayRecord(type, at: $0.smallHours($0.day(.dayBefore)))
        }
        tellWindowEdges(type, at: account)
        tellRangeEdges(type, at: account)
        if type == .refund { tellUnfinishedRefunds(at: account) }
    }

    mutating func strayRow(_ type: EntryType, at moment: Moment) {
        let row = unknownRow(type, amount(), at: moment)
        alone(row: row, at: moment)
    }

    mutating func strayRecord(_ type: EntryType, at moment: Moment) {
        let record = record(type, amount(), at: moment)
        alone(record, booked: moment)
    }

    /// [D+1 00:00 - w, D+1 00:00) and [D 00:00, D 00:00 + w), to the second.
    private mutating func tellWindowEdges(_ type: EntryType, at account: SimulatedAccount) {
        let window = account.cutOffWindowSeconds
        let evening: [(second: Int64, waits: Moment.Waits, name: String)] = [
            (86_400 - window, .forNextBill, "at the first second of the evening window"),
            (86_400 - window - 1, .no, "one second before the evening window"),
            (86_399, .forNextBill, "at the last second of the day"),
        ]
        for edge in evening {
            tell("a \(type) record \(edge.name)", at: account) {
                $0.strayRecord(type, at: $0.at($0.day(.nextBill), edge.second, waits: edge.waits))
            }
            tell("a \(type) entry \(edge.name)", at: account) {
                $0.strayRow(type, at: $0.at($0.day(.nextBill), edge.second, waits: edge.waits))
            }
        }
        let morning: [(second: Int64, waits: Moment.Waits, name: String)] = [
            (0, .forBillBefore, "at the first second of the day"),
            (window - 1, .forBillBefore, "at the last second of the morning window"),
            (window, .no, "one second after the morning window"),
        ]
        for edge in morning {
            tell("a \(type) record \(edge.name)", at: account) {
                $0.strayRecord(type, at: $0.at($0.day(.dayBefore), edge.second, waits: edge.waits))
            }
            tell("a \(type) entry \(edge.name)", at: account) {
                // An entry waits for no earlier bill.
                $0.strayRow(type, at: $0.at($0.day(.dayBefore), edge.second, waits: .no))
            }
        }
    }

    /// The first morning waits for nothing, the last evening for a bill that the range does not hold.
    private mutating func tellRangeEdges(_ type: EntryType, at account: SimulatedAccount) {
        let (first, last) = (days.lowerBound, days.upperBound)
        if daysWith(.sameDay, account).contains(first) {
            tell("a \(type) record in the first minutes of the first day", at: account) {
                $0.strayRecord(type, at: $0.smallHours(first))
            }
            tell("a \(type) booked before the first day, in its bill", at: account) {
                let moment = Moment(day: first.previous, second: 86_398, waits: .forNextBill)
                let record = $0.record(type, $0.amount(), at: moment)
                let row = $0.row(for: record, at: Moment(day: first, second: 2, waits: .no))
                $0.paired(record, booked: moment, row: row, as: .crossDay, .dayBefore)
            }
        }
        if daysWith(.sameDay, account).contains(last) {
            tell("a \(type) record in the last minutes of the last day", at: account) {
                $0.strayRecord(type, at: $0.evening(last))
            }
            tell("a \(type) entry in the last minutes of the last day", at: account) {
                $0.strayRow(type, at: $0.evening(last))
            }
            tell("a \(type) booked after the last day, in its bill", at: account) {
                let moment = $0.at(last.next, 2, waits: .forBillBefore)
                let record = $0.record(type, $0.amount(), at: moment)
                let row = $0.row(for: record, at: Moment(day: last, second: 86_397, waits: .forNextBill))
                $0.paired(record, booked: moment, row: row, as: .crossDay, .nextBill)
            }
        }
    }

    private mutating func tellUnfinishedRefunds(at account: SimulatedAccount) {
        tell("a processing refund that no bill lists", at: account) {
            let moment = $0.noon($0.day(.sameDay))
            let record = $0.refund($0.amount(), at: moment)
            $0[refund: record].state = .processing
            $0.alone(record, booked: moment)
        }
        tell("a processing refund without a time that no bill lists", at: account) {
            let record = $0.refund($0.amount(), at: nil, createdOn: $0.day(.sameDay))
            $0[refund: record].state = .processing
            $0.undated(record)
        }
        tell("a processing refund without a time, listed by a bill", at: account) {
            let day = $0.day(.sameDay)
            let record = $0.refund($0.amount(), at: nil, createdOn: day)
            $0[refund: record].state = .processing
            let row = $0.row(for: record, at: $0.noon(day))
            $0.paired(record, booked: nil, row: row, as: .crossDay, .sameDay)
            $0.undated(record, when: Condition(open: [$0.bill(day)]))
        }
        guard account.channel == .wechatpay else { return }
        for state in ["PROCESSING", "FAIL", "CHANGE"] {
            tell("a \(state) refund that the shop knows nothing of", at: account) {
                let moment = $0.noon($0.day(.sameDay))
                let row = $0.unknownRow(.refund, $0.amount(), at: moment)
                $0[row: row].refundState = state
                $0.alone(row: row, at: moment)
            }
        }
        tell("a FAIL refund that the shop has as processing", at: account) {
            let day = $0.day(.sameDay)
            let moment = $0.noon(day)
            let record = $0.refund($0.amount(), at: moment)
            $0[refund: record].state = .processing
            let row = $0.row(for: record, at: $0.noon(day))
            $0[row: row].refundState = "FAIL"
            $0.agreed(record, booked: moment, row: row)
        }
    }

    /// Pending with no due date and of no day, as long as no bill lists it.
    private mutating func undated(_ record: RecordHandle, when: Condition = .always) {
        let amount = amountFen(record)
        write(
            RecordFate(
                record: record, when: when, fate: .pending,
                item: ItemNote(
                    code: .orderOnly, relation: .nextBill, differenceFen: -amount, orderFen: amount, channelFen: 0,
                    isPending: true)))
    }

    /// `paid` and `succeeded` records without a time, each listed by the first day's bill.
    mutating func tellUntimedCases(at account: SimulatedAccount) {
        let first = days.lowerBound
        guard daysWith(.sameDay, account).contains(first) else { return }
        for type in EntryType.allCases {
            tell("a \(type) record without a time, listed by the first bill", at: account) {
                let record = $0.record(type, $0.amount(), at: nil, createdOn: first)
                let row = $0.row(for: record, at: $0.noon(first))
                $0.paired(record, booked: nil, row: row, as: .crossDay, .sameDay)
            }
        }
    }

    /// Only pairs across midnight, and at the end what waits for the bill after the range.
    mutating func tellPendingOnlyCases(at account: SimulatedAccount) {
        for type in EntryType.allCases {
            for day in daysWith(.dayBefore, account) {
                tell("a \(type) booked in the evening, listed by the next bill", at: account) {
                    let moment = $0.evening(day.previous)
                    let record = $0.record(type, $0.amount(), at: moment)
                    let row = $0.row(for: record, at: $0.noon(day))
                    $0.paired(record, booked: moment, row: row, as: .crossDay, .dayBefore)
                }
            }
            for day in daysWith(.nextBill, account) {
                tell("a \(type) booked after midnight, listed by the bill before", at: account) {
                    let moment = $0.smallHours(day.next)
                    let record = $0.record(type, $0.amount(), at: moment)
                    let row = $0.row(for: record, at: $0.noon(day))
                    $0.paired(record, booked: moment, row: row, as: .crossDay, .nextBill)
                }
            }
            guard daysWith(.sameDay, account).contains(days.upperBound) else { continue }
            tell("a \(type) record that waits for the bill after the range", at: account) {
                $0.strayRecord(type, at: $0.evening($0.days.upperBound))
            }
            tell("a \(type) entry that waits for the bill after the range", at: account) {
                $0.strayRow(type, at: $0.evening($0.days.upperBound))
            }
        }
    }
}
