"""Checks the pages against the database and in the browser; see Tests/browser/run."""

import functools
import http.server
import json
import re
import subprocess
import sys
import threading
from decimal import Decimal

from browser import Browser

PAGES = sys.argv[1]
DESKTOP, PHONE, SMALL_PHONE, PAPER = 1200, 375, 320, 688
# Where a page is laid out anew: densely on phones and tablets, where columns come and go.
WIDTHS = (*range(320, 1000, 8), *range(1000, 1921, 40))

# The worst first.
RANKS = ["incomplete", "failed", "not run", "discrepancies", "pending", "balanced"]

# name of the page, its database, first and last day, condition of its channel
CASES = [
    ("clean", "clean", "2026-10-01", "2026-10-01", "true"),
    ("many", "many", "2026-10-02", "2026-10-02", "true"),
    ("incomplete", "month", "2026-10-09", "2026-10-09", "channel = 'wechatpay'"),
    ("decided", "month", "2026-10-01", "2026-10-01", "true"),
    ("month", "month", "2026-10-01", "2026-10-31", "true"),
    # With money: the demonstration's own days, and the same with amounts of ten digits.
    ("money", "reconciled", "2026-11-20", "2026-11-20", "true"),
    ("money-month", "reconciled", "2026-11-01", "2026-11-30", "true"),
    ("large", "large", "2026-11-20", "2026-11-20", "true"),
    ("large-month", "large", "2026-11-01", "2026-11-30", "true"),
]

# What a page holds, told by the browser that has laid it out.
CONTENT = """(() => {
    const all = (query, from = document) => [...from.querySelectorAll(query)];
    const fen = query => Object.fromEntries(all(query).map(g => [g.dataset.code, Number(g.dataset.fen)]));
    return {
        statements: all('.account').flatMap(account => all('.statement[data-type=payment], .statement[data-type=refund]', account).map(statement => ({
            account: account.querySelector('h2 .number').textContent, type: statement.dataset.type,
            closes: statement.querySelector('.residual').textContent.trim(),
            bars: all('g', statement).map(g => ({
                line: g.dataset.line, fen: Number(g.dataset.fen), shown: g.querySelector('.value').textContent,
                left: g.querySelector('rect')?.getBoundingClientRect().left,
                width: g.querySelector('rect')?.getBoundingClientRect().width,
                kind: g.querySelector('rect')?.getAttribute('class')})),
            lines: all('tbody tr', statement).map(tr => [tr.dataset.line, tr.cells[1].textContent, tr.cells[2].textContent])
        }))),
        money: all('.account').map(account => [account.querySelector('h2 .number').textContent, {
            bridge: all('.statement[data-type=bridge] tbody tr', account).map(tr => [tr.dataset.line, tr.cells[1].textContent]),
            pots: all('.pots tbody tr', account).map(tr => [tr.dataset.pot, ...[...tr.cells].slice(1, 4).map(c => c.textContent),
                [...tr.cells].at(-2).textContent]),
            waterfalls: all('.statement[data-type=pot]', account).map(f => all('g', f).map(g => [g.dataset.line, Number(g.dataset.fen)])),
            open: all('.statement[data-type=bridge] .residual:not(.closes), .statement[data-type=pot] .residual:not(.closes)', account).length,
            balances: all('svg.balance circle', account).map(c => [c.dataset.day, Number(c.dataset.fen)]),
            waits: all('.due tbody tr', account).map(tr => [...tr.cells].map(c => c.textContent))}]),
        totals: all('.accounts tbody tr').map(tr => [tr.dataset.account, ...[...tr.cells].slice(2).map(c => c.textContent)]),
        sums: all('.accounts tfoot tr').flatMap(tr => [...tr.cells].slice(2).map(c => c.textContent)),
        calendar: all('.calendar [data-day]').map(li => [li.dataset.day, li.dataset.worst]),
        longAmounts: all('td, dd, dd *, td *, strong *, .value, .value *').filter(e => [...e.childNodes].some(
            n => n.nodeType == 3 && /^\\s*[+\u2212-]?[0-9,]+\\.[0-9]{2,}0\\s*$/.test(n.textContent))).map(e => e.textContent),
        causes: all('.alarm li').length, glanceAges: all('svg.glance-ages g').reduce((sum, g) => sum + Number(g.dataset.fen), 0),
        says: all('.items tr').filter(tr => tr.querySelector('.says')).map(tr => [tr.id.replace('item-', ''),
            ...[3, 4].map(cell => tr.cells[cell].querySelector('.says')?.textContent ?? '')]),
        astray: all('a[href]').map(a => a.getAttribute('href')).filter(to => !document.getElementById(to.slice(1))),
        headings: all('h2, figcaption, summary, h2 + p:not(.none), h2 + p + p').map(e => e.textContent),
        codes: fen('svg.codes g'), ages: fen('svg.ages g'),
        verdicts: all('.card, .chips li').map(e => e.dataset.verdict),
        items: all('section[aria-labelledby=items] tbody tr').length,
        pending: all('section[aria-labelledby=pending] tbody tr').length,
        groups: all('.group').length, openGroups: all('section[aria-labelledby=items] .group[open]').length,
        leftOut: all('.left-out').map(e => e.textContent), alarm: document.querySelector('.alarm')?.textContent ?? '',
        decisions: all('.decisions tbody tr').map(tr => tr.textContent), text: document.body.textContent,
        scripts: document.scripts.length, title: document.title,
        unnamed: all('svg[role=img]').filter(svg => svg.getAttribute('aria-labelledby').split(' ').some(
            id => !document.getElementById(id)?.textContent.trim())).length,
        charts: all('svg[role=img]').length,
        ids: all('[id]').map(e => e.id),
        mix: all('#mix-money rect').map(r => [r.getAttribute('class'), Number(r.dataset.fen)]),
        shares: all('#mix-share rect').map(r => [r.getAttribute('x'), Number(r.getAttribute('height'))]),
        part: all('#mix-share .part').length, segments: all('#mix-refunds line.channel1').length,
        points: all('.curve circle, .curve .point').length,
    };
})()"""

# Texts that lie on each other, as the browser laid them out.
OVERLAPS = """(() => {
    const boxes = [], found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; node = walker.nextNode();) {
        const text = node.textContent.trim(), parent = node.parentElement;
        if (!text || parent.closest('.unseen, title, desc, .part') || !parent.checkVisibility({contentVisibilityAuto: true})) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        // The line's height is more than that of its letters.
        for (const r of range.getClientRects()) if (r.width > 1 && r.height > 1) boxes.push(
            {text, left: r.left, right: r.right, top: r.top + r.height / 4, bottom: r.bottom - r.height / 4});
    }
    boxes.sort((a, b) => a.top - b.top);
    boxes.forEach((a, i) => { for (let j = i + 1; j < boxes.length && boxes[j].top < a.bottom; j++) {
        const b = boxes[j];
        if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - b.top > 1)
            found.push(a.text.slice(0, 40) + ' | ' + b.text.slice(0, 40));
    } });
    return found.slice(0, 5);
})()"""

# Places that a link leads to, of one in ten or all of few, and that stay closed or unseen when it is followed.
CLOSED_PLACES = """(async () => {
    const places = [...new Set([...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href')))], closed = [];
    for (const place of places.filter((_, i) => places.length < 200 || i % 10 == 0)) {
        document.querySelectorAll('details[open]').forEach(d => { d.open = false });
        location.hash = place;
        await new Promise(done => setTimeout(done));
        const box = document.querySelector(':target')?.getBoundingClientRect();
        if (!document.querySelector(':target')?.checkVisibility() || box.bottom < 0 || box.top > innerHeight) closed.push(place);
    }
    return closed;
})()"""

# Tables that are wider than the screen and show no sign of it.
SCROLLS_UNSEEN = """[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth
    && !getComputedStyle(e).backgroundAttachment.includes('local')).map(e => e.textContent.trim().slice(0, 40))"""

COLLISIONS = """[...document.querySelectorAll('.chart g')].filter(g => g.querySelector('.label').getBoundingClientRect().right
    > g.querySelector('.value').getBoundingClientRect().left).map(g => g.textContent)"""

passed, failed = 0, 0


def expect(what, found, expected):
    global passed, failed
    if found == expected:
        passed += 1
    else:
        failed += 1
        print("FAILED %s: expected %s, found %s" % (what, str(expected)[:600], str(found)[:600]))


def sql(database, query):
    output = subprocess.run(["psql", "-X", "-At", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", query],
                            check=True, capture_output=True, text=True).stdout
    return [line.split("\t") for line in output.splitlines()]


def fen_by(database, query):
    return {code: int(amount) for code, amount in sql(database, query)}


class Server(http.server.SimpleHTTPRequestHandler):
    asked = []

    def do_GET(self):
        Server.asked.append(self.path)
        super().do_GET()

    def log_message(self, *_):
        pass


def yuan(fen):
    return "%s%s.%02d" % ("-" if fen < 0 else "", format(abs(fen) // 100, ","), abs(fen) % 100)


def shortest(amount):
    """As the page writes an amount: two decimals, more where there are more."""
    if not amount:
        return "\u2013"
    whole, _, decimals = format(Decimal(amount), ",f").partition(".")
    return whole + "." + decimals.rstrip("0").ljust(2, "0")


def plain(text):
    return text.replace("\u2212", "-").replace("+", "")


def check_figures(name, database, first, last, channel, content):
    days = "bill_date BETWEEN '%s' AND '%s' AND %s" % (first, last, channel)
    unresolved = "status IN ('open', 'acknowledged')"
    expect(name + ": money by code", content["codes"], fen_by(
        database, "SELECT code, (coalesce(sum(abs(difference)) FILTER (WHERE %s), 0) * 100)::bigint "
        "FROM recon.discrepancies WHERE %s GROUP BY code" % (unresolved, days)))
    expect(name + ": money by code and age", content["ages"], fen_by(
        database, "SELECT code, (sum(abs(difference)) * 100)::bigint FROM recon.discrepancies "
        "WHERE %s AND bill_date <= '%s' AND %s GROUP BY code" % (unresolved, last, channel)))
    if name == "month":
        # Nothing is younger than this month: the page must say what the view says.
        expect(name + ": ageing", content["ages"], fen_by(
            database, "SELECT code, (sum(money_at_risk) * 100)::bigint FROM recon.ageing WHERE %s GROUP BY code"
            % unresolved))
    items = int(sql(database, "SELECT count(*) FROM recon.discrepancies WHERE " + days)[0][0])
    expect(name + ": items", content["items"], min(items, 10000))
    expect(name + ": items left out", [text.split(" ")[0] for text in content["leftOut"]],
           [format(items - 10000, ",")] if items > 10000 else [])
    # What has no day yet is shown by the newest day and its month.
    newest = "(SELECT max(bill_date) FROM recon.daily_summary) BETWEEN '%s' AND '%s'" % (first, last)
    shown = "(%s OR bill_date IS NULL AND %s AND %s)" % (days, channel, newest)
    expect(name + ": pending", content["pending"],
           int(sql(database, "SELECT count(*) FROM recon.pending WHERE " + shown)[0][0]))
    if name == "money-month":
        expect(name + ": pending as psql counts it", content["pending"],
               int(sql(database, "SELECT count(*) FROM recon.pending")[0][0]))
    totals = sql(database, """
        WITH list AS (SELECT channel, account, count(*) FILTER (WHERE status = 'pending') AS pending,
                             count(*) FILTER (WHERE status <> 'pending') AS open
                      FROM (SELECT channel, account, status FROM recon.pending WHERE %s
                            UNION ALL SELECT channel, account, status FROM recon.discrepancies WHERE %s AND %s) i GROUP BY 1, 2)
        SELECT account, sum(payment_amount), sum(payments), sum(refund_amount), sum(refunds), sum(fees), sum(received_amount),
               coalesce(max(l.pending), 0), coalesce(max(l.open), 0)
        FROM recon.daily_summary d LEFT JOIN list l USING (channel, account) WHERE %s
        GROUP BY channel, account ORDER BY channel DESC, account""" % (shown, days, unresolved, days))
    figures = [[row[0], shortest(row[1]) + format(int(row[2] or 0), ","), shortest(row[3]) + format(int(row[4] or 0), ","),
                shortest(row[5]), shortest(row[6]), format(int(row[7]), ","), format(int(row[8]), ",")] for row in totals]
    expect(name + ": sums by account", [[plain(cell) for cell in row] for row in content["totals"]], figures)
    if len(figures) > 1:
        expect(name + ": received by all", plain(content["sums"][3]),
               shortest(str(sum(Decimal(row[6] or 0) for row in totals))))
    expect(name + ": open by age", content["glanceAges"], sum(content["ages"].values()))
    sides = sql(database, """
        SELECT discrepancy_id, coalesce(details ->> 'order_currency', details ->> 'order_state', details ->> 'order_account'),
               CASE code WHEN 'currency_mismatch' THEN currency WHEN 'account_mismatch' THEN '' ELSE CASE
                   WHEN details ->> 'order_state' = 'succeeded' THEN 'not executed 未执行'
                   WHEN entry_type = 'refund' THEN 'refunded 已退款' ELSE 'paid 已支付' END END
        FROM recon.discrepancies WHERE %s AND code IN ('currency_mismatch', 'status_mismatch', 'account_mismatch')
        ORDER BY discrepancy_id""" % days)
    if items <= 10000:
        expect(name + ": what each side says", sorted(content["says"], key=lambda row: int(row[0])), sides)
    expect(name + ": two decimals where two suffice", content["longAmounts"], [])
    expect(name + ": groups that are open", content["openGroups"],
           content["openGroups"] if items <= 40 else 0)
    verdicts = sorted(row[0] for row in sql(database, """
        SELECT verdict FROM recon.daily_summary WHERE {0} UNION ALL
        SELECT verdict FROM (SELECT DISTINCT bill_date, channel, account, verdict FROM recon.funds_summary WHERE {0}) f UNION ALL
        SELECT verdict FROM recon.days_not_green WHERE {0} AND verdict IN ('failed', 'not run')""".format(days)))
    if first != last:
        worst = {}
        for day, verdict in sql(database, """
            SELECT bill_date, verdict FROM recon.daily_summary WHERE {0}
            UNION SELECT bill_date, verdict FROM recon.funds_summary WHERE {0}
            UNION SELECT bill_date, verdict FROM recon.days_not_green WHERE {0} AND verdict IN ('failed', 'not run')
            ORDER BY 1""".format(days)):
            worst[day] = min(worst.get(day, "balanced"), verdict, key=RANKS.index)
        expect(name + ": calendar", content["calendar"], [[day, v.replace(" ", "-")] for day, v in worst.items()])
    expect(name + ": verdicts", sorted(content["verdicts"]), [verdict.replace(" ", "-") for verdict in verdicts])


def check_statements(name, database, first, last, channel, content):
    found = {}
    for statement in content["statements"]:
        what = "%s: statement %s %s" % (name, statement["account"], statement["type"])
        found[statement["account"], statement["type"]] = True
        rows = sql(database, """
            SELECT line, sum(entries), (sum(amount) * 100)::bigint FROM recon.statement WHERE bill_date BETWEEN '%s' AND '%s'
            AND account = '%s' AND entry_type = '%s' GROUP BY line_no, line ORDER BY line_no"""
                   % (first, last, statement["account"], statement["type"]))
        lines = [(line, int(entries), int(fen)) for line, entries, fen in rows]
        expect(what + ", table", [[line, plain(entries), plain(amount)] for line, entries, amount in statement["lines"]],
               [[line, format(entries, ","), yuan(fen)] for line, entries, fen in lines])
        drawn = [(line, fen) for line, entries, fen in lines
                 if line != "residual" and (fen or entries or line in ("orders", "channel", "channel_total"))]
        expect(what + ", chart", [(bar["line"], bar["fen"]) for bar in statement["bars"]], drawn)
        expect(what + ", chart's text", [plain(bar["shown"]).split(" ")[0] for bar in statement["bars"]],
               [yuan(fen) for _, fen in drawn])
        expect(what + ", verdict", "closes to 0.00" in statement["closes"], True)
        # Each step begins where the one before it ends, and lengths are to one scale, to a pixel and a half.
        steps = [bar for bar in statement["bars"] if bar["kind"] in ("plus", "minus")]
        longest = max(steps, key=lambda bar: abs(bar["fen"]), default=None)
        for bar in steps:
            due = abs(bar["fen"]) * longest["width"] / abs(longest["fen"])
            if due > 6:
                expect(what + ", length of " + bar["line"], abs(bar["width"] - due) < 1.5, True)
        end = None
        for bar in steps:
            first_edge, last_edge = bar["left"], bar["left"] + bar["width"]
            if bar["kind"] == "minus":
                first_edge, last_edge = last_edge, first_edge
            if end is not None and bar["width"] > 6 and bar["line"] != "other_discounts":
                expect(what + ", start of " + bar["line"], abs(first_edge - end) < 6, True)
            end = last_edge
    expected = sql(database, """
        SELECT DISTINCT account, entry_type FROM recon.statement WHERE bill_date BETWEEN '%s' AND '%s' AND %s"""
                   % (first, last, channel))
    expect(name + ": statements", sorted(found), sorted((account, kind) for account, kind in expected))


def check_money(name, database, first, last, content):
    days = "bill_date BETWEEN '%s' AND '%s'" % (first, last)
    for account, money in content["money"]:
        what, mine = "%s: money of %s" % (name, account), "%s AND account = '%s'" % (days, account)
        expect(what + ", bridge", [[line, plain(amount)] for line, amount in money["bridge"]],
               [[line, yuan(int(fen))] for line, fen in sql(database, """
                   SELECT line, (sum(amount) * 100)::bigint FROM recon.bridge WHERE %s GROUP BY line_no, line ORDER BY line_no"""
                   % mine)])
        pots = sql(database, """
            SELECT pot, ((array_agg(opening ORDER BY bill_date) FILTER (WHERE opening IS NOT NULL))[1] * 100)::bigint,
                   (sum(money_in) * 100)::bigint, (sum(money_out) * 100)::bigint,
                   ((array_agg(closing ORDER BY bill_date DESC) FILTER (WHERE closing IS NOT NULL))[1] * 100)::bigint
            FROM recon.funds_summary WHERE %s GROUP BY pot ORDER BY pot""" % mine)
        expect(what + ", pots", [[pot[0]] + [plain(cell) for cell in pot[1:]] for pot in money["pots"]],
               [[pot[0]] + [yuan(int(fen)) if fen else "\u2013" for fen in pot[1:]] for pot in pots])
        expect(what + ", every statement and bridge closes", money["open"], 0)
        # A pot of which no balance is known yet has none.
        known = [pot for pot in pots if pot[1] and pot[4]]
        expect(what + ", waterfalls", len(money["waterfalls"]), len(known))
        for steps, pot in zip(money["waterfalls"], known):
            expect(what + ", waterfall of " + pot[0], [steps[0], steps[-1], steps[0][1] + sum(fen for _, fen in steps[1:-1])],
                   [["opening", int(pot[1])], ["closing", int(pot[4])], int(pot[4])])
        if first != last:
            expect(what + ", balances", money["balances"], [[day, int(fen)] for day, fen in sql(database, """
                SELECT bill_date, (closing * 100)::bigint FROM recon.funds_summary WHERE %s
                AND closing IS NOT NULL ORDER BY pot, bill_date""" % mine)])
        expect(what + ", what waits", [int(row[1].replace(",", "")) for row in money["waits"]], [int(row[0]) for row in sql(
            database, """SELECT count(*) FROM recon.pending WHERE kind = 'funds' AND code = 'not_booked' AND account = '%s'
            AND bill_date <= '%s' GROUP BY due_date ORDER BY due_date""" % (account, last))])


def check_mix(content):
    amounts = {}
    for kind, fen in content["mix"]:
        amounts[kind] = amounts.get(kind, 0) + fen
    expect("month: mix of the channels", amounts, {
        kind: int(fen) for kind, fen in sql("month", """
            SELECT CASE channel WHEN 'wechatpay' THEN 'channel0' ELSE 'channel1' END, (payment_amount * 100)::bigint
            FROM recon.channel_mix_months WHERE month = '2026-10-01'""")})
    days = int(sql("month", "SELECT count(*) FROM recon.channel_mix WHERE bill_date >= '2026-10-01'")[0][0])
    expect("month: points of the rates", content["points"], 2 * days)
    # Alipay was not run on one of its days: a mark, and a gap on both sides of it.
    expect("month: days of fewer accounts are marked", content["part"], 2)
    expect("month: lines from day to day", content["segments"], 12 - 1 - 2)
    heights = {}
    for x, height in content["shares"]:
        heights[x] = heights.get(x, 0) + height
    expect("month: shares fill each day", set(heights.values()), {120})


def check_document(name, source, content):
    expect(name + ": no script", content["scripts"], 0)
    expect(name + ": charts have a title and a description", content["unnamed"], 0)
    expect(name + ": ids are unique", len(content["ids"]), len(set(content["ids"])))
    expect(name + ": every link leads somewhere", content["astray"][:5], [])
    expect(name + ": nothing outside is named", re.findall(
        r"""(?:src|srcset|action|poster|data|href)=["'](?!data:,|#)[^"']*|@import|url\((?!#)[^)]*""", source), [])
    expect(name + ": it has a policy", "default-src 'none'" in source, True)


def check_layout(browser, name, url):
    for width in (DESKTOP, PHONE, SMALL_PHONE):
        asked, complaints = browser.open(url, width, phone=width < 600)
        expect("%s at %s px: nothing else is asked for" % (name, width),
               [address for address in asked if not address.startswith("data:")], [url])
        expect("%s at %s px: no complaint" % (name, width), complaints, [])
        expect("%s at %s px: it is as wide as the screen" % (name, width),
               browser.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"), width)
        # A group that is opened is read without moving the page either.
        browser.evaluate("document.querySelectorAll('details').forEach((d, i) => { if (i < 30) d.open = true })")
        expect("%s at %s px: still so with details open" % (name, width),
               browser.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"), width)
        expect("%s at %s px: no label runs into its value" % (name, width), browser.evaluate(COLLISIONS), [])
        browser.evaluate("document.querySelectorAll('.group, .statement details').forEach(d => { d.open = d.matches('.group[open]') "
                         "&& document.querySelectorAll('.items tr').length < 100 })")
        expect("%s at %s px: a table that scrolls shows it" % (name, width), browser.evaluate(SCROLLS_UNSEEN), [])
        browser.screenshot("%s/%s-%s.png" % (PAGES, name, width))
    for width in WIDTHS if name.startswith("large") or name == "month" else ():
        browser.resize(width)
        browser.evaluate("document.querySelectorAll('details').forEach((d, i) => { if (i < 30) d.open = true })")
        expect("%s at %s px: it is as wide as the screen" % (name, width),
               browser.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"), width)
        expect("%s at %s px: no text lies on another" % (name, width), browser.evaluate(OVERLAPS), [])
    if name != "many":
        browser.open(url, DESKTOP)
        expect(name + ": what a link leads to is seen", browser.evaluate(CLOSED_PLACES), [])


def check_paper(browser, name, url):
    browser.send("Emulation.setEmulatedMedia", media="print")
    browser.open(url, PAPER)
    expect(name + " on paper: it is as wide as the sheet",
           browser.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"), PAPER)
    expect(name + " on paper: no label runs into its value", browser.evaluate(COLLISIONS), [])
    pdf = browser.pdf("%s/%s.pdf" % (PAGES, name))
    expect(name + " on paper: a PDF", (pdf[:5], len(pdf) > 10000), (b"%PDF-", True))
    browser.send("Emulation.setEmulatedMedia", media="")


def paper(name, *arguments):
    """The text of a PDF, page by page."""
    text = subprocess.run(["pdftotext", *arguments, "%s/%s.pdf" % (PAGES, name), "-"], check=True, capture_output=True,
                          text=True).stdout
    return text.split("\f")[:-1]


def check_printed(name, database, first, last, channel, content):
    # A number that is too long for its cell goes on in the next line.
    text = "".join("".join(page.split()) for page in paper(name, "-raw"))
    numbers = sql(database, """
        SELECT number, count(*) FROM (SELECT unnest(ARRAY[payment_no, channel_trade_no]) AS number FROM recon.discrepancies
        WHERE bill_date BETWEEN '%s' AND '%s' AND %s) i WHERE number <> '' GROUP BY 1 LIMIT 10000""" % (first, last, channel))
    if content["items"] < 10000:
        expect(name + " on paper: every discrepancy", [n for n, count in numbers if text.count(n) < int(count)], [])
    headings = {"".join(heading.split()) for heading in content["headings"]}
    pages = [[line.strip() for line in page.splitlines() if line.strip()] for page in paper(name, "-layout")]
    expect(name + " on paper: page numbers", ["".join(page[-1].split()) for page in pages],
           ["%d/%d" % (number + 1, len(pages)) for number in range(len(pages))])
    expect(name + " on paper: no heading stands alone at the foot", [
        page[-2] for page in pages if "".join(page[-2].split()) in headings], [])


def check_loudness(browser, name, url):
    """No verdict that is no conclusion looks like a green one, with colours or without."""
    browser.open(url, DESKTOP)
    looks = browser.evaluate("""[...document.querySelectorAll('.card, .chips li, .calendar [data-worst]')].map(e => {
        e.dataset.verdict ??= e.dataset.worst;
        if (e.matches('.calendar li')) { const a = e.querySelector('a'); a.dataset.verdict = e.dataset.verdict; e = a; }
        const s = getComputedStyle(e), v = e.querySelector('.verdict') ?? e, t = getComputedStyle(v);
        return [e.dataset.verdict, [s.borderTopColor, s.backgroundColor, t.color, s.borderTopWidth, s.borderTopStyle].join(),
                v.textContent.replace(/[0-9\\s]+/g, ' ').trim()] })""")
    for verdict, look, text in looks:
        if verdict in ("incomplete", "failed", "not-run"):
            expect(name + ": " + verdict + " is red", "176, 0, 32" in look, True)
            expect(name + ": " + verdict + " is written", verdict.replace("-", " ") in text.lower(), True)
        else:
            expect(name + ": " + verdict + " is not red", "176, 0, 32" in look, False)


def main():
    handler = functools.partial(Server, directory=PAGES)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with Browser() as browser:
        for name, database, first, last, channel in CASES:
            url = "http://127.0.0.1:%d/%s.html" % (server.server_port, name)
            with open("%s/%s.html" % (PAGES, name), encoding="utf-8") as file:
                source = file.read()
            Server.asked.clear()
            browser.open(url, DESKTOP)
            expect(name + ": the server was asked once", Server.asked, ["/%s.html" % name])
            browser.evaluate("document.querySelectorAll('.statement details').forEach(d => d.open = true)")
            content = browser.evaluate(CONTENT)
            check_figures(name, database, first, last, channel, content)
            check_statements(name, database, first, last, channel, content)
            check_money(name, database, first, last, content)
            check_document(name, source, content)
            check_loudness(browser, name, url)
            check_layout(browser, name, url)
            # Ten thousand items are some hundred sheets, which no test waits for.
            if name != "many":
                check_paper(browser, name, url)
                check_printed(name, database, first, last, channel, content)
            timing = json.loads(browser.evaluate("JSON.stringify(performance.getEntriesByType('navigation')[0])"))
            print("%s: %d KiB, loaded in %d ms" % (name, len(source.encode()) / 1024, timing["loadEventEnd"]))
            check_case(browser, name, url, content)
        for name in ("shop-month", "shop-order"):
            check_shop(browser, name, "http://127.0.0.1:%d/%s.html" % (server.server_port, name))
    server.shutdown()
    print("%d passed, %d failed" % (passed, failed))
    return failed == 0


# What the pages of a shop hold.
SHOP_CONTENT = """(() => {
    const all = (query, from = document) => [...from.querySelectorAll(query)];
    const cells = query => all(query).map(tr => [...tr.cells].map(c => c.textContent.trim()));
    return {
        scripts: document.scripts.length, ids: all('[id]').map(e => e.id), astray: [],
        unnamed: all('svg[role=img]').filter(svg => svg.getAttribute('aria-labelledby').split(' ').some(
            id => !document.getElementById(id)?.textContent.trim())).length,
        look: cells('.look tbody tr').map(row => row.at(-1)), pairs: cells('.pairs tbody tr').map(row => row.at(-1)),
        lies: all('.lies tbody tr').map(tr => [tr.dataset.class, ...[...tr.cells].slice(1).map(c => c.textContent)]),
        proof: cells('.proof tbody tr').map(row => row.slice(1)),
        refunds: all('.refunds tbody tr').map(tr => [tr.dataset.step, tr.dataset.flag]),
        movements: cells('.movements tbody tr').map(row => row.at(-1)),
        steps: all('.statement g').map(g => [g.dataset.line, Number(g.dataset.fen)]),
    };
})()"""


def check_shop(browser, name, url):
    """A month of a shop's pots, or one order: its figures against the views, and the rules of every page."""
    browser.open(url, DESKTOP)
    content = browser.evaluate(SHOP_CONTENT)
    if name == "shop-month":
        expect(name + ": worth a look", [plain(amount) for amount in content["look"]], [row[0] for row in sql(
            "reconciled", "SELECT amount FROM recon.unexplained_money ORDER BY abs(amount) DESC, item")])
        for decision in content["pairs"]:
            expect(name + ": a pair is decided as it says", sql(
                "reconciled", "BEGIN; %s ROLLBACK" % decision)[1], ["accepted", "12.30"])
        lies = {row[0]: plain(row[-1]) for row in content["lies"]}
        expect(name + ": every yuan", lies, {row[0]: shortest(row[1]) for row in sql("reconciled", """
            SELECT class, sum(amount) FROM recon.month_money GROUP BY 1
            UNION ALL SELECT 'counted', sum(amount) FROM recon.month_money WHERE counted""")})
        expect(name + ": against the statements", [plain(row[2]) for row in content["proof"]], [
            shortest(row[0]) for row in sql("reconciled", "SELECT net FROM recon.seller_statements ORDER BY pot")])
        expect(name + ": residuals", {row[3] for row in content["proof"]}, {"0.00"})
    else:
        order = "order_no = (SELECT min(order_no) FROM recon.refund_ways WHERE flag IS NOT NULL)"
        expect(name + ": refunds", content["refunds"],
               sql("reconciled", "SELECT step, flag FROM recon.refund_ways WHERE " + order))
        expect(name + ": movements", [plain(amount) for amount in content["movements"]], [shortest(row[0]) for row in sql(
            "reconciled", "SELECT amount FROM recon.seller_rows WHERE %s ORDER BY booked_at" % order)])
        steps = content["steps"]
        expect(name + ": from received to what is left", [steps[0][0], steps[-1][0], sum(fen for _, fen in steps[:-1])],
               ["received", "net", steps[-1][1]])
    with open("%s/%s.html" % (PAGES, name), encoding="utf-8") as file:
        check_document(name, file.read(), content)
    check_layout(browser, name, url)
    for width in WIDTHS:
        browser.resize(width)
        expect("%s at %s px: it is as wide as the screen" % (name, width), browser.evaluate(
            "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"), width)
        expect("%s at %s px: no text lies on another" % (name, width), browser.evaluate(OVERLAPS), [])
    check_paper(browser, name, url)


def check_case(browser, name, url, content):
    if name == "clean":
        expect("clean: it says so", "No discrepancies" in content["text"], True)
        expect("clean: no alarm", content["alarm"], "")
        expect("clean: the title", content["title"].split(" ")[0], "balanced")
    if name == "many":
        expect("many: there are that many", content["items"], 10000)
        browser.open(url, PHONE, phone=True)
        expect("many: a group that is opened shows its rows", browser.evaluate("""(() => {
            const group = document.querySelector('.group'), before = group.offsetHeight;
            group.querySelector('summary').click();
            return [before < 120, group.offsetHeight > 1000, group.querySelectorAll('tbody tr').length <= 200] })()"""),
               [True, True, True])
        browser.screenshot(PAGES + "/many-opened.png")
    if name == "incomplete":
        reason = sql("month", "SELECT last_attempt_reason FROM recon.daily_summary WHERE verdict = 'incomplete'")[0][0]
        expect("incomplete: the alarm has the reason", reason in content["alarm"], True)
        expect("incomplete: the title begins with it", content["title"].split(" ")[0], "incomplete")
    if name == "decided":
        expect("decided: what people wrote is text", sum('<script>alert("x")</script> & 请核对' in decision
                                                         for decision in content["decisions"]) > 0, True)
    if name == "month":
        check_mix(content)
        expect("month: the day that was not run is said aloud", "not run" in content["alarm"], True)
    if name == "money-month":
        expect("money-month: days that nobody ran are one line", content["causes"], 1)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
