/// What months are called in the languages of Europe, as far as their names begin.
enum ASCMonthNames {
    /// The month from 1 of a name in small letters, short or long; nil where it is none.
    static func number(of name: String) -> Int? {
        // The longest wins: Finnish marraskuu (November) begins as March does elsewhere.
        var best: (month: Int, length: Int)?
        for (index, month) in beginnings.enumerated() {
            for beginning in month
            where name.hasPrefix(beginning) && beginning.count > best?.length ?? 0 {
                best = (index + 1, beginning.count)
            }
        }
        return best?.month
    }

    /// In January's place how January begins, and so on.
    private static let beginnings: [[String]] = [
        ["jan", "jän", "ene", "gen", "sty", "led", "янв", "січ", "oca", "tam"],
        ["feb", "fev", "fév", "lut", "úno", "фев", "лют", "şub", "helmi"],
        ["mar", "mär", "mrz", "mrt", "maa", "már", "bře", "мар", "бер"],
        ["apr", "abr", "avr", "ápr", "kwi", "dub", "апр", "кві", "nis", "huh"],
        ["may", "mai", "maj", "mei", "mag", "máj", "kvě", "май", "мая", "тра", "tou"],
        ["jun", "juin", "giu", "jún", "cze", "červen", "čvn", "июн", "чер", "haz", "kes"],
        ["jul", "juil", "lug", "júl", "lip", "červenec", "čvc", "июл", "лип", "tem", "hei"],
        ["aug", "aoû", "ago", "sie", "srp", "авг", "сер", "ağu", "elo"],
        ["sep", "set", "szep", "wrz", "zář", "сен", "вер", "eyl", "syy"],
        ["oct", "okt", "out", "ott", "paź", "říj", "окт", "жов", "eki", "lok"],
        ["nov", "lis", "ноя", "лис", "kas", "marr"],
        ["dec", "dez", "dic", "déc", "des", "gru", "pro", "дек", "гру", "ara", "jou"],
    ]
}
