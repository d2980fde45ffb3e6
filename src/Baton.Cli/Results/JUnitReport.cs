using System.Globalization;
using System.Text;
using System.Xml;

namespace Baton.Cli.Results;

/// <summary>Writes the runs of an experiment as JUnit XML, which build servers show as tests.</summary>
internal static class JUnitReport
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Indent = true,
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
    };

    /// <summary>Writes the report; a file already there is replaced once the new one is whole.</summary>
    /// <param name="path">The report.</param>
    /// <param name="experiment">The experiment's name.</param>
    /// <param name="cases">Reads the runs from their beginning each time it is called.</param>
    public static void Write(string path, string experiment, Func<IEnumerable<JUnitCase>> cases)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string partial = $"{path}.partial";
        using (XmlWriter writer = XmlWriter.Create(partial, Settings))
        {
            Dictionary<JUnitOutcome, int> counts = [];
            double milliseconds = 0;
            foreach (JUnitCase one in cases())
            {
                counts[one.Outcome] = counts.GetValueOrDefault(one.Outcome) + 1;
                milliseconds += one.DurationMs;
            }

            writer.WriteStartElement("testsuites");
            writer.WriteStartElement("testsuite");
            writer.WriteAttributeString("name", Clean(experiment));
            WriteCount(writer, "tests", counts.Values.Sum());
            WriteCount(writer, "failures", counts.GetValueOrDefault(JUnitOutcome.Failed));
            WriteCount(writer, "errors", counts.GetValueOrDefault(JUnitOutcome.Error));
            WriteCount(writer, "skipped", counts.GetValueOrDefault(JUnitOutcome.Skipped));
            writer.WriteAttributeString("time", Seconds(milliseconds));
            foreach (JUnitCase one in cases())
            {
                WriteCase(writer, experiment, one);
            }

            writer.WriteEndElement();
            writer.WriteEndElement();
            writer.WriteWhitespace("\n");
        }

        File.Move(partial, path, overwrite: true);
    }

    private static void WriteCount(XmlWriter writer, string name, int count) =>
        writer.WriteAttributeString(name, count.ToString(CultureInfo.InvariantCulture));

    private static void WriteCase(XmlWriter writer, string experiment, JUnitCase one)
    {
        writer.WriteStartElement("testcase");
        writer.WriteAttributeString("classname", Clean(one.Persona ?? experiment));
        writer.WriteAttributeString("name", Clean($"{one.RunKey}: {Shorten(one.Input)}"));
        writer.WriteAttributeString("time", Seconds(one.DurationMs));
        switch (one.Outcome)
        {
            case JUnitOutcome.Skipped:
                writer.WriteStartElement("skipped");
                writer.WriteAttributeString("message", Clean(one.Message ?? ""));
                writer.WriteEndElement();
                break;
            case JUnitOutcome.Failed or JUnitOutcome.Error:
                writer.WriteStartElement(one.Outcome == JUnitOutcome.Failed ? "failure" : "error");
                writer.WriteAttributeString("type", Clean(one.Kind ?? "failed"));
                writer.WriteAttributeString("message", Clean(one.Message ?? ""));
                writer.WriteString(Clean($"input: {one.Input}\noutput: {one.Output ?? "(none)"}"));
                writer.WriteEndElement();
                break;
        }

        writer.WriteEndElement();
    }

    private static string Seconds(double milliseconds) =>
        (milliseconds / 1000).ToString("0.000", CultureInfo.InvariantCulture);

    private static string Shorten(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.Length <= 60 ? line : string.Concat(line.AsSpan(0, 59), "…");
    }

    // XML has no way at all to hold most control characters and lone surrogates.
    private static string Clean(string text)
    {
        StringBuilder clean = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool allowed = rune.Value is '\t' or '\n' or '\r' or >= 0x20 && rune.Value is not (0xFFFE or 0xFFFF);
            clean.Append(allowed ? rune.ToString() : "\uFFFD");
        }

        return clean.ToString();
    }
}
