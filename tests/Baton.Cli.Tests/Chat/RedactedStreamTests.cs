using Baton.Cli.Chat;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Cli.Tests.Chat;

public sealed class RedactedStreamTests
{
    private static readonly Redaction Secrets = Redaction.Of(
        new Dictionary<string, string> { ["MY_KEY"] = "sk-aab-aabc", ["PATH"] = "/usr/bin:/bin" }
    );

    [Fact]
    public void However_a_text_is_cut_it_shows_what_the_whole_text_would()
    {
        Gen<string> piece = Gen.Elements("sk-aab-aabc", "sk-", "aab-", "aabc", "s", "k", "-", "a", "b", "c", " ");
        Prop.ForAll(
                piece.ListOf().ToArbitrary(),
                pieces =>
                {
                    RedactedStream stream = new(Secrets);
                    string shown = string.Concat(pieces.Select(stream.Take)) + stream.Rest();
                    return shown == Secrets.Redact(string.Concat(pieces));
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_cannot_become_a_secret_is_shown_at_once()
    {
        RedactedStream stream = new(Secrets);

        stream.Take("Hello ").ShouldBe("Hello ");
        stream.Take("ask").ShouldBe("a");
        stream.Take(" me").ShouldBe("sk me");
    }
}
