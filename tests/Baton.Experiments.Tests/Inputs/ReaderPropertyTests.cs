using System.Text;
using System.Text.Json;
using Baton.Configuration;
using Baton.Experiments.Inputs;
using Baton.Experiments.Planning;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Experiments.Tests.Inputs;

public sealed class ReaderPropertyTests
{
    private static readonly string[] Pieces =
    [
        "input",
        "id",
        "persona",
        "metadata",
        "expected",
        "turns",
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "\"\"",
        "\n",
        "\r\n",
        "\r",
        " ",
        "\t",
        "\\u",
        "\\ud83d",
        "null",
        "1e999",
        "- ",
        "# ",
        "&a ",
        "*a",
        "{\"input\":\"hi\"}",
        "{\"input\":\"hi\",\"metadata\":{\"a\":1}}\n",
        "input,id\n",
        "é",
        "\uFEFF",
    ];

    private static Gen<byte[]> Bytes =>
        Gen.OneOf(
            ArbMap.Default.GeneratorFor<byte[]>(),
            Gen.Elements(Pieces).ListOf().Select(pieces => Encoding.UTF8.GetBytes(string.Concat(pieces))),
            from pieces in Gen.Elements(Pieces).ListOf()
            from noise in ArbMap.Default.GeneratorFor<byte[]>()
            select (byte[])[.. Encoding.UTF8.GetBytes(string.Concat(pieces)), .. noise]
        );

    [Theory]
    [InlineData("a.csv")]
    [InlineData("a.jsonl")]
    [InlineData("a.yaml")]
    [InlineData("a.json")]
    public void Arbitrary_bytes_are_read_or_refused_with_the_one_exception(string file)
    {
        using InputProject project = new();
        string path = project.Write(file, "");
        Prop.ForAll(
                Bytes.ToArbitrary(),
                content =>
                {
                    File.WriteAllBytes(path, content);
                    try
                    {
                        RunPlan plan = RunPlan.Create(project.Request(file));
                        IReadOnlyList<PlannedRun> runs = InputProject.Runs(plan);
                        foreach (PlannedRun run in runs)
                        {
                            _ = run.Input.Metadata?.ToJsonString();
                            _ = run.Input.Expected?.ToJsonString();
                        }

                        return runs.Count == plan.TotalRuns && runs.All(run => run.Input.Text.Length > 0);
                    }
                    catch (ConfigurationException exception)
                    {
                        return exception.Errors.All(error => error.Place.Source == file && error.Message.Length > 0);
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithQuietOnSuccess(true));
    }

    [Fact]
    public void Csv_and_json_lines_give_back_any_text()
    {
        using InputProject project = new();
        Gen<string> text = ArbMap
            .Default.GeneratorFor<NonEmptyString>()
            .Select(value => new string([.. value.Get.Where(IsOrdinary)]))
            .Where(value => !string.IsNullOrWhiteSpace(value));
        Prop.ForAll(
                text.NonEmptyListOf().ToArbitrary(),
                texts =>
                {
                    string csv =
                        "input\n" + string.Concat(texts.Select(value => $"\"{value.Replace("\"", "\"\"")}\"\n"));
                    string lines = string.Concat(
                        texts.Select(value => $"{{\"input\":{JsonSerializer.Serialize(value)}}}\n")
                    );

                    bool csvSame = project.Read("a.csv", csv).Select(input => input.Text).SequenceEqual(texts);
                    bool linesSame = project.Read("a.jsonl", lines).Select(input => input.Text).SequenceEqual(texts);
                    return csvSame && linesSame;
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithQuietOnSuccess(true));
    }

    [Fact]
    public void Lines_are_the_same_however_the_stream_is_cut()
    {
        Gen<(string Text, int Chunk)> cases =
            from pieces in Gen.Elements("a", "bc", "\r", "\n", "\r\n", "é", "long line of some length").ListOf()
            from chunk in Gen.Choose(1, 7)
            select (string.Concat(pieces), chunk);
        Prop.ForAll(
                cases.ToArbitrary(),
                value =>
                {
                    using Utf8LineReader reader = new(
                        new ChunkedStream(Encoding.UTF8.GetBytes(value.Text), value.Chunk),
                        20
                    );
                    List<string?> read = [];
                    while (reader.MoveNext())
                    {
                        read.Add(reader.IsTooLong ? null : Encoding.UTF8.GetString(reader.Current));
                    }

                    IEnumerable<string> lines = value.Text.Split('\n');
                    lines = value.Text.Length == 0 || value.Text[^1] == '\n' ? lines.SkipLast(1) : lines;
                    return read.SequenceEqual(
                        lines.Select(line =>
                            Encoding.UTF8.GetByteCount(line) > 20 ? null
                            : line.EndsWith('\r') ? line[..^1]
                            : line
                        )
                    );
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithQuietOnSuccess(true));
    }

    private static bool IsOrdinary(char character) => character >= ' ' && !char.IsSurrogate(character);

    private sealed class ChunkedStream(byte[] content, int chunk) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, Math.Min(count, chunk));
    }
}
