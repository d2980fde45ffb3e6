using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Configuration.Tests.Reading;

public sealed class ReadingPropertyTests
{
    private static readonly Gen<string> _piece = Gen.Elements(
        "a",
        "b:",
        ": ",
        "- ",
        "\n",
        "  ",
        "\t",
        "{",
        "}",
        "[",
        "]",
        ",",
        "\"",
        "'",
        "&x ",
        "*x",
        "!!str ",
        "|",
        ">",
        "#",
        "---",
        "?",
        "<<: ",
        "0x1f",
        ".inf",
        "true",
        "null",
        "\\",
        "${A}",
        "%",
        "@",
        "`",
        "😀",
        "\u0085",
        "\ud800"
    );

    [Fact]
    public void Arbitrary_YAML_like_text_is_a_tree_or_an_error_and_never_an_exception() =>
        Check(_piece.ListOf().Select(pieces => Encoding.UTF8.GetBytes(string.Concat(pieces))), json: false, 5000);

    [Fact]
    public void Arbitrary_bytes_are_a_tree_or_an_error_and_never_an_exception()
    {
        Gen<byte[]> bytes = ArbMap.Default.GeneratorFor<byte[]>().Where(value => value is not null);
        Check(bytes, json: false, 2000);
        Check(bytes, json: true, 2000);
    }

    [Fact]
    public void Any_duration_that_is_written_reads_back() =>
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue)
                    .Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds))
                    .ToArbitrary(),
                duration => Duration.TryParse(Duration.Format(duration), out TimeSpan read) && read == duration
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Arbitrary_text_is_a_duration_or_none() =>
        Prop.ForAll(
                Gen.Elements("1", "0", ".", "ms", "s", "m", "h", "d", " ", "-", "9999999999", "e")
                    .ListOf()
                    .Select(string.Concat)
                    .ToArbitrary(),
                text => Duration.TryParse(text, out TimeSpan read) ? read >= TimeSpan.Zero : read == TimeSpan.Zero
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Arbitrary_env_files_never_throw() =>
        Prop.ForAll(
                Gen.Elements("A", "=", "\"", "'", "\n", "\r\n", "#", " ", "export ", "\\", "$", "\\n", "é")
                    .ListOf()
                    .Select(string.Concat)
                    .ToArbitrary(),
                text => DotEnv.Parse(".env", Encoding.UTF8.GetBytes(text), new ConfigurationErrors()) is not null
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    private static void Check(Gen<byte[]> texts, bool json, int count) =>
        Prop.ForAll(
                texts.ToArbitrary(),
                bytes =>
                {
                    ConfigurationErrors errors = new();
                    ConfigurationNode? node = Configure.Parse(bytes, errors, json);
                    return node is not null || !errors.IsEmpty;
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(count));
}
