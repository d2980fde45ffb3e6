using System.Text;

namespace Baton.Configuration.Tests.Binding;

public sealed class BindingTests
{
    [Fact]
    public void Settings_of_every_kind_are_read()
    {
        ConfigurationErrors errors = new();
        ConfigurationNode? node = ConfigurationText.Parse(
            "a.yaml",
            Encoding.UTF8.GetBytes("name: x\nwait: 1h30m\nmode: openai\nitems: [1, 2]\ninner: {url: http://x}\n"),
            ConfigurationFormat.Yaml,
            errors
        );
        Sample? sample = ConfigurationBinder.Bind<Sample>(node!, errors);
        errors.ThrowIfAny();
        sample!.Wait.ShouldBe(TimeSpan.FromMinutes(90));
        sample.Items.ShouldBe([1, 2]);
        sample.Inner!.Url.ShouldBe("http://x");
    }

    public sealed record Sample
    {
        public required string Name { get; init; }
        public TimeSpan Wait { get; init; }
        public Mode Mode { get; init; }
        public IReadOnlyList<int> Items { get; init; } = [];
        public Inner? Inner { get; init; }
    }

    public sealed record Inner
    {
        public required string Url { get; init; }
    }

    public enum Mode
    {
        Mock,
        OpenAI,
    }
}
