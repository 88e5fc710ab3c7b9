/// The figure's style sheet: what is light on a light page is dark where the reader's system is dark.
enum StyleSheet {
    static let text = """
        text{font-family:system-ui,-apple-system,"Segoe UI",Helvetica,Arial,"DejaVu Sans",sans-serif}
        \(roles)
        .line{fill:none;stroke-width:1.7;stroke-linejoin:round}
        .limit{fill:none;stroke-width:1.9}
        .dashed{stroke-dasharray:7 4}
        .dotted{stroke-dasharray:1.6 3.2}
        .dashDotted{stroke-dasharray:9 3 2 3}
        .grid,.axis,.event{fill:none;stroke-width:1}
        .event{stroke-dasharray:2 3}
        .halo{paint-order:stroke;stroke-width:3;stroke-linejoin:round}
        .stripe{stroke-width:1.6;stroke-opacity:\(Palette.stripeOpacity)}
        \(colours(.light))
        @media (prefers-color-scheme:dark){
        \(colours(.dark))
        }
        """

    private static let roles = TextRole.allCases.map { role in
        ".\(role.rawValue){font-size:\(role.size)px\(role.isBold ? ";font-weight:600" : "")}"
    }.joined(separator: "\n")

    private static func colours(_ palette: Palette) -> String {
        var rules = [
            ".page{fill:\(Palette.text(palette.page))}",
            ".plot{fill:\(Palette.text(palette.plot))}",
            "text{fill:\(Palette.text(palette.ink))}",
            TextRole.allCases.filter(\.isQuiet).map { ".\($0.rawValue)" }.joined(separator: ",")
                + "{fill:\(Palette.text(palette.quiet))}",
            ".halo{stroke:\(Palette.text(palette.plot))}",
            ".grid{stroke:\(Palette.text(palette.grid))}",
            ".axis,.event{stroke:\(Palette.text(palette.axis))}",
            ".forbidden{fill:\(Palette.text(palette.forbidden))}",
            ".stripe{stroke:\(Palette.text(palette.ink))}",
        ]
        for hue in Hue.allCases {
            rules.append(".l-\(hue){stroke:\(Palette.text(palette.line(hue)))}")
            rules.append(".p-\(hue){fill:\(Palette.text(palette.line(hue)))}")
            rules.append(".a-\(hue){fill:\(Palette.text(palette.area(hue)))}")
        }
        return rules.joined(separator: "\n")
    }
}
