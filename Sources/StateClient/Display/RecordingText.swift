public import StateProtocol

/// Recordings as `axlectl record` prints them.
public enum RecordingText {
    /// What is recorded, and what became of the frames.
    public static func status(_ status: JSONValue) -> [String] {
        var lines = [head(status)]
        let isOne = status["files"]?.integer == 1
        if status["path"]?.text != nil {
            lines.append(
                "\(count(status, "frames")) frames, \(count(status, "bytes")) bytes in "
                    + "\(count(status, "files")) file\(isOne ? "" : "s"); \(count(status, "dropped")) frames dropped, "
                    + "\(count(status, "marks")) mark\(status["marks"]?.integer == 1 ? "" : "s")"
            )
        }
        if let failure = status["failure"]?.text, status["state"]?.text != "paused" {
            lines.append("it was paused: \(failure)")
        }
        let box = status["black_box"]
        let span = NumberText.short(box?["span_s"]?.double)
        let kept = (box?["last"]?.double ?? 0) - (box?["first"]?.double ?? 0)
        lines.append(
            box?["frames"] == nil
                ? "no black box"
                : "black box: \(count(box, "frames")) frames of the newest \(NumberText.fixed(kept, 1)) s, "
                    + "at most \(span) s"
        )
        return lines
    }

    /// The log that a black box was written to.
    public static func dump(_ log: JSONValue) -> [String] {
        let span = (log["last"]?.double ?? 0) - (log["first"]?.double ?? 0)
        return [
            "\(log["path"]?.text ?? ""): \(count(log, "frames")) frames of "
                + "\(NumberText.fixed(span, 3)) s, \(count(log, "bytes")) bytes; "
                + "\(count(log, "dropped")) frames dropped"
        ]
    }

    private static func head(_ status: JSONValue) -> String {
        let path = status["path"]?.text
        switch status["state"]?.text {
        case "recording": return "recording to \(path ?? "")"
        case "paused":
            let place = status["floor_reached"]?.bool == true ? " at the floor of free space" : ""
            return "paused\(place): \(status["failure"]?.text ?? "")"
        default: return path.map { "not recording; the last recording is \($0)" } ?? "not recording"
        }
    }

    private static func count(_ status: JSONValue?, _ name: String) -> String {
        ListTexts.number(status?[name])
    }
}
