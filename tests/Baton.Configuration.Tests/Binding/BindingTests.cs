namespace Baton.Configuration.Tests.Binding;

public sealed class BindingTests
{
    [Fact]
    public void A_setting_of_every_kind_is_read()
    {
        Sample sample = Bind(
            """
            name: a rehearsal
            iterations: 0o17
            tokens: 9223372036854775807
            share: .5
            cost: 0.1
            wait: 1h30m
            save: False
            voice: rule_based
            tags: [a, 4, true]
            slots: [1, ~, 3]
            limits: {"openai:gpt": {concurrent: 3}}
            metadata: {n: 1.50, list: [yes, null]}
            colour: "#aabbcc"
            pair: [1, 2]
            server: {url: "http://x", fallbacks: [{url: "http://y"}]}
            """
        );

        sample.Name.ShouldBe("a rehearsal");
        sample.Iterations.ShouldBe(15);
        sample.Tokens.ShouldBe(long.MaxValue);
        sample.Share.ShouldBe(0.5);
        sample.Cost.ShouldBe(0.1m);
        sample.Wait.ShouldBe(TimeSpan.FromMinutes(90));
        sample.Save.ShouldBeFalse();
        sample.Voice.ShouldBe(Voice.RuleBased);
        sample.Tags.ShouldBe(["a", "4", "true"]);
        sample.Slots.ShouldBe([1, null, 3]);
        sample.Limits["openai:gpt"].Concurrent.ShouldBe(3);
        sample.Metadata!.ToJsonString().ShouldBe("""{"n":1.50,"list":["yes",null]}""");
        sample.Colour.ShouldBe(new Colour("#aabbcc"));
        sample.Pair.ShouldBe(new OneOrTwo(2));
        sample.Server!.Fallbacks[0].Url.ShouldBe("http://y");
    }

    [Theory]
    [InlineData("openai", Voice.OpenAI)]
    [InlineData("open_ai", Voice.OpenAI)]
    [InlineData("rulebased", Voice.RuleBased)]
    [InlineData("GET", Voice.Get)]
    [InlineData("get", Voice.Get)]
    public void A_word_may_be_written_with_or_without_underscore(string word, Voice expected) =>
        Bind($"voice: {word}").Voice.ShouldBe(expected);

    [Theory]
    [InlineData("name: 4.10", "4.10")]
    [InlineData("name: no", "no")]
    [InlineData("name: 0x1F", "0x1F")]
    [InlineData("name: |\n  two\n  lines\n", "two\nlines\n")]
    [InlineData("name: ''", "")]
    public void Text_stays_as_it_was_written(string yaml, string expected) => Bind(yaml).Name.ShouldBe(expected);

    [Theory]
    [InlineData("iterations: 1e2", 100)]
    [InlineData("iterations: 100.0", 100)]
    [InlineData("iterations: +7", 7)]
    public void A_whole_number_may_be_written_in_any_way_that_loses_nothing(string yaml, int expected) =>
        Bind(yaml).Iterations.ShouldBe(expected);

    [Fact]
    public void What_is_left_empty_keeps_its_default()
    {
        Sample sample = Bind("tags:\nlimits:\nserver:\nname:\ntokens: null\n");

        sample.Tags.ShouldBeEmpty();
        sample.Limits.ShouldBeEmpty();
        sample.Server.ShouldBeNull();
        sample.Name.ShouldBeNull();
    }

    [Fact]
    public void An_option_or_variable_gives_a_list_with_commas()
    {
        ConfigurationErrors errors = new();

        Sample? sample = ConfigurationBinder.Bind<Sample>(
            ConfigurationLayer.WithLists<Sample>(
                (ConfigurationMapping)ConfigurationLayer.FromSetting("tags", "a, b ,,c", "--tags")
            ),
            errors
        );

        errors.ThrowIfAny();
        sample!.Tags.ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public void Anchors_and_merge_keys_share_sections()
    {
        Sample sample = Bind(
            """
            server: &base {url: "http://x", api_key: k}
            limits: {}
            metadata: {copy: {<<: *base, url: "http://y"}}
            """
        );

        sample.Metadata!["copy"]!.ToJsonString().ShouldBe("""{"url":"http://y","api_key":"k"}""");
    }

    private static Sample Bind(string yaml)
    {
        ConfigurationErrors errors = new();
        Sample? sample = ConfigurationBinder.Bind<Sample>(Configure.Tree(yaml), errors);
        errors.ThrowIfAny();
        return sample!;
    }
}
