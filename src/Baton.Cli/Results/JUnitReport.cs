using System.Globalization;
using System.Text;
using System.Xml;
using Baton.Experiments.Results;

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
    /// <param name="summaries">Reads the runs from their beginning each time it is called.</param>
    public static void Write(string path, string experiment, Func<IEnumerable<TraceSummary>> summaries)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string partial = $"{path}.partial";
        using (XmlWriter writer = XmlWriter.Create(partial, Settings))
        {
            (int all, int failed, int skipped, double milliseconds) = Count(summaries());
            writer.WriteStartElement("testsuites");
            writer.WriteStartElement("testsuite");
            writer.WriteAttributeString("name", Clean(experiment));
            writer.WriteAttributeString("tests", all.ToString(CultureInfo.InvariantCulture));
            writer.WriteAttributeString("failures", failed.ToString(CultureInfo.InvariantCulture));
            writer.WriteAttributeString("errors", "0");
            writer.WriteAttributeString("skipped", skipped.ToString(CultureInfo.InvariantCulture));
            writer.WriteAttributeString("time", Seconds(milliseconds));
            foreach (TraceSummary summary in summaries())
            {
                WriteRun(writer, experiment, summary);
            }

            writer.WriteEndElement();
            writer.WriteEndElement();
            writer.WriteWhitespace("\n");
        }

        File.Move(partial, path, overwrite: true);
    }

    private static (int All, int Failed, int Skipped, double Milliseconds) Count(IEnumerable<TraceSummary> summaries)
    {
        (int all, int failed, int skipped, double milliseconds) = (0, 0, 0, 0);
        foreach (TraceSummary summary in summaries)
        {
            all++;
            failed += summary is { Success: false, IsSimulatorFault: false } ? 1 : 0;
            skipped += summary.IsSimulatorFault ? 1 : 0;
            milliseconds += summary.DurationMs ?? 0;
        }

        return (all, failed, skipped, milliseconds);
    }

    private static void WriteRun(XmlWriter writer, string experiment, TraceSummary summary)
    {
        writer.WriteStartElement("testcase");
        writer.WriteAttributeString("classname", Clean(summary.Persona ?? experiment));
        writer.WriteAttributeString("name", Clean($"{summary.RunKey}: {Shorten(summary.Input)}"));
        writer.WriteAttributeString("time", Seconds(summary.DurationMs ?? 0));
        if (summary.IsSimulatorFault)
        {
            writer.WriteStartElement("skipped");
            writer.WriteAttributeString("message", Clean(summary.Error?.Message ?? "the simulated user failed"));
            writer.WriteEndElement();
        }
        else if (!summary.Success)
        {
            writer.WriteStartElement("failure");
            writer.WriteAttributeString("type", Clean(summary.Error?.Kind ?? "failed"));
            writer.WriteAttributeString("message", Clean(summary.Error?.Message ?? "the run failed"));
            writer.WriteString(Clean($"input: {summary.Input}\noutput: {summary.Output ?? "(none)"}"));
            writer.WriteEndElement();
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
