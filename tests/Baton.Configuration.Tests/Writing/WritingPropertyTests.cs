using FsCheck;
using FsCheck.Fluent;

namespace Baton.Configuration.Tests.Writing;

public sealed class WritingPropertyTests
{
    private static readonly ConfigurationPlace _place = new("here");

    private static readonly Gen<string> _text = Gen.OneOf(
        Gen.Elements(
            "",
            " ",
            "a",
            "true",
            "null",
            "~",
            "1",
            "0x1f",
            "1e3",
            ".inf",
            "yes",
            "- a",
            "a: b",
            "#",
            "\"",
            "'",
            "a\nb",
            "\t",
            "a ",
            " a",
            "\\",
            "{",
            "[",
            "*x",
            "&x",
            "!t",
            "|",
            ">",
            "%",
            "@",
            "`",
            "?",
            "---",
            "...",
            "<<",
            "a\r\nb",
            "😀",
            "naïve",
            "\u0085",
            "\u2028",
            "$HOME",
            "2026-11-21",
            "a\n",
            "\n"
        ),
        ArbMap
            .Default.GeneratorFor<NonNull<string>>()
            .Select(text => text.Get)
            .Where(text => !text.Any(char.IsSurrogate) && !text.Contains('\0', StringComparison.Ordinal))
    );

    private static Gen<ConfigurationNode> Node(int depth) =>
        depth == 0
            ? Scalar()
            : Gen.OneOf(
                Scalar(),
                Node(depth - 1)
                    .ListOf()
                    .Select(items => (ConfigurationNode)new ConfigurationSequence(_place, [.. items])),
                Gen.Zip(_text, Node(depth - 1))
                    .ListOf()
                    .Select(pairs =>
                        (ConfigurationNode)
                            new ConfigurationMapping(
                                _place,
                                [
                                    .. pairs
                                        .DistinctBy(pair => pair.Item1)
                                        .Select(pair => new ConfigurationEntry(pair.Item1, _place, pair.Item2)),
                                ]
                            )
                    )
            );

    [Fact]
    public void Every_tree_that_is_written_reads_back_the_same() =>
        Prop.ForAll(
                Gen.Sized(size => Node(Math.Min(3, size))).ToArbitrary(),
                node =>
                {
                    string yaml = ConfigurationWriter.ToYaml(node, SecretRedactor.None);
                    ConfigurationNode read = EnvironmentSubstitution.Apply(
                        Configure.Tree(yaml),
                        new Dictionary<string, string>(StringComparer.Ordinal),
                        new SecretCollector(),
                        new ConfigurationErrors()
                    );
                    Flat(read).ShouldBe(Flat(node), yaml);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    private static Gen<ConfigurationNode> Scalar() =>
        Gen.OneOf(
            _text.Select(text => (ConfigurationNode)new ConfigurationScalar(_place, text, ScalarKind.Text)),
            Gen.Choose(-99, 99)
                .Select(number =>
                    (ConfigurationNode)
                        new ConfigurationScalar(_place, $"{number}", ScalarKind.Integer) { IsPlain = true }
                ),
            Gen.Elements("true", "false")
                .Select(word =>
                    (ConfigurationNode)new ConfigurationScalar(_place, word, ScalarKind.Boolean) { IsPlain = true }
                ),
            Gen.Constant((ConfigurationNode)new ConfigurationScalar(_place, "null", ScalarKind.Null) { IsPlain = true })
        );

    private static string Flat(ConfigurationNode node) =>
        node switch
        {
            ConfigurationMapping mapping => "{"
                + string.Join(",", mapping.Entries.Select(entry => $"<{entry.Key}>={Flat(entry.Value)}"))
                + "}",
            ConfigurationSequence sequence => "[" + string.Join(",", sequence.Items.Select(Flat)) + "]",
            ConfigurationScalar scalar => $"{scalar.Kind}<{scalar.Text}>",
            _ => "",
        };
}
