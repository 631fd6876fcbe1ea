import Vocabulary

/// Steps of age in days, as in `recon.ageing`.
enum AgeStep: Int, CaseIterable {
    case upTo1, upTo3, upTo7, upTo30, older

    init(days: Int) {
        self = days <= 1 ? .upTo1 : days <= 3 ? .upTo3 : days <= 7 ? .upTo7 : days <= 30 ? .upTo30 : .older
    }

    /// What is open by code and age: of rows that tell code, days, items and money at risk.
    static func sums(_ ageing: ReportTable) -> [String: [AgeStep: CodeTotal.Part]] {
        var sums: [String: [AgeStep: CodeTotal.Part]] = [:]
        for row in ageing.rows {
            guard let code = row[0], let days = row[1].flatMap({ Int($0) }) else { continue }
            let part = CodeTotal.Part(items: Int(row[2] ?? "") ?? 0, moneyFen: yuanToFen(row[3]))
            sums[code, default: [:]][AgeStep(days: days), default: CodeTotal.Part()].add(part)
        }
        return sums
    }

    var label: PageLabel {
        switch self {
        case .upTo1: PageLabel("0–1 days", "1天内")
        case .upTo3: PageLabel("2–3 days", "3天内")
        case .upTo7: PageLabel("4–7 days", "7天内")
        case .upTo30: PageLabel("8–30 days", "30天内")
        case .older: PageLabel("over 30 days", "超30天")
        }
    }
}

/// Discrepancies by code and status, and what is open by code and age, as bars and tables.
struct CodeValues {
    private static let rowHeight = 38
    private let labels: [String: PageLabel]
    private let accounts: PageAccounts

    init(_ period: PeriodTables, _ accounts: PageAccounts) {
        self.accounts = accounts
        labels = Dictionary(
            period.codes.rows.map { ($0[0] ?? "", PageLabel($0[1] ?? "", $0[2] ?? "")) }, uniquingKeysWith: { $1 })
    }

    private func number(_ text: String, _ code: String) -> [PageValues] { accounts.number(text, "items-\(code)") }

    func label(_ code: String?) -> PageLabel { labels[code ?? ""] ?? PageLabel(code ?? "", "") }

    private func named(_ code: String) -> PageValues {
        ["code": code, "codeEnglish": label(code).english, "codeChinese": label(code).chinese]
    }

    func byStatus(_ period: PeriodTables) -> PageValues {
        let totals = CodeTotal.totals(of: period)
        let widest = totals.map { bounded($0.atRiskFen, plus: $0.resolved.moneyFen) }.max() ?? 1
        func parts(_ total: CodeTotal) -> [(String, CodeTotal.Part)] {
            [("open", total.open), ("acknowledged", total.acknowledged), ("resolved", total.resolved)]
        }
        return [
            "isWide": totals.contains { isWide(yuanText($0.atRiskFen)) },
            "statusHeight": totals.count * Self.rowHeight + 2, "hasCodes": !totals.isEmpty,
            "itemsAtRisk": grouped(totals.reduce(0) { $0 + $1.itemsAtRisk }),
            "moneyAtRisk": plainYuan(yuanText(totals.reduce(0) { bounded($0, plus: $1.atRiskFen) })),
            "itemsResolved": grouped(totals.reduce(0) { $0 + $1.resolved.items }),
            "codeTotals": totals.enumerated().map { index, total in
                let bars = Self.bars(
                    parts(total).map { ($0.0, $0.1.moneyFen) }, of: widest, top: index * Self.rowHeight)
                return named(total.code).merging([
                    "textY": index * Self.rowHeight + 14, "bars": bars,
                    "open": number(grouped(total.open.items), total.code),
                    "acknowledged": number(grouped(total.acknowledged.items), total.code),
                    "resolved": number(grouped(total.resolved.items), total.code),
                    "items": grouped(total.itemsAtRisk),
                    "money": number(plainYuan(yuanText(total.atRiskFen)), total.code), "fen": "\(total.atRiskFen)",
                    "difference": number(plainYuan(yuanText(total.differenceFen)), total.code),
                ]) { $1 }
            },
        ]
    }

    func byAge(_ period: PeriodTables) -> PageValues {
        let sums = AgeStep.sums(period.ageing)
        func money(_ parts: [AgeStep: CodeTotal.Part]) -> Int64 {
            parts.values.reduce(0) { bounded($0, plus: $1.moneyFen) }
        }
        let rows = sums.sorted { (money($1.value), $0.key) < (money($0.value), $1.key) }
        let widest = rows.first.map { money($0.value) } ?? 1
        return [
            "isWideAges": rows.contains { isWide(yuanText(money($0.value))) },
            "ageHeight": rows.count * Self.rowHeight + 2, "hasAges": !rows.isEmpty,
            "ageSteps": AgeStep.allCases.map {
                ["age": "age\($0.rawValue)", "ageEnglish": $0.label.english, "ageChinese": $0.label.chinese]
                    as PageValues
            },
            "ageItems": grouped(rows.reduce(0) { $0 + $1.value.values.reduce(0) { $0 + $1.items } }),
            "ageMoney": plainYuan(yuanText(rows.reduce(0) { bounded($0, plus: money($1.value)) })),
            "ageTotals": rows.enumerated().map { index, row in
                let amounts = AgeStep.allCases.map { ("age\($0.rawValue)", row.value[$0]?.moneyFen ?? 0) }
                return named(row.key).merging([
                    "textY": index * Self.rowHeight + 14, "fen": "\(money(row.value))",
                    "bars": Self.bars(amounts, of: widest, top: index * Self.rowHeight),
                    "items": grouped(row.value.values.reduce(0) { $0 + $1.items }),
                    "money": number(plainYuan(yuanText(money(row.value))), row.key),
                    "cells": AgeStep.allCases.map { step -> PageValues in
                        let part = row.value[step]
                        return [
                            "has": part != nil, "cellItems": grouped(part?.items ?? 0),
                            "cellEnglish": step.label.english,
                            "cellMoney": number(plainYuan(yuanText(part?.moneyFen ?? 0)), row.key),
                        ]
                    },
                ]) { $1 }
            },
        ]
    }

    /// Parts of one bar, one behind the other.
    private static func bars(_ parts: [(String, Int64)], of widest: Int64, top: Int) -> [PageValues] {
        var start: Int64 = 0
        return parts.filter { $0.1 > 0 }.map { kind, amountFen in
            defer { start = bounded(start, plus: amountFen) }
            return [
                "kind": kind, "barY": top + 19, "start": Percent(start, of: widest).text,
                "length": Percent(amountFen, of: widest).text, "partAmount": plainYuan(yuanText(amountFen)),
            ]
        }
    }
}
