using Baton.Experiments;
using Baton.Experiments.Running;
using Baton.Mcp.Repositories;

namespace Baton.Mcp.Tests.Repositories;

/// <summary>What is proposed is carried out, and the agent answers.</summary>
public sealed class RunningSamplesTests
{
    [Theory]
    [Trait("Needs", "python")]
    [InlineData("python")]
    [InlineData("python-class")]
    [InlineData("python-generator")]
    [InlineData("step-loop")]
    public Task The_proposed_section_starts_the_Python_agent(string name) => Runs(new Repository(Samples.All[name]));

    [Fact]
    [Trait("Needs", "node")]
    public Task The_proposed_section_starts_the_program() => Runs(new Repository(Samples.All["process"]));

    [Fact]
    [Trait("Needs", "python")]
    public Task A_framework_object_is_called_through_its_adapter_file() =>
        Runs(
            new Repository([
                .. Samples.All["openai-agents"],
                // A stand-in for the package, as the tests have no network.
                "agents.py",
                "class Agent:\n    def __init__(self, **settings):\n        self.settings = settings\n\n\nclass Runner:\n    @staticmethod\n    async def run(agent, messages):\n        class Result:\n            final_output = agent.settings[\"name\"] + \": \" + messages[-1][\"content\"]\n\n        return Result()\n",
            ]),
            hide: "agents.py"
        );

    [Fact]
    [Trait("Needs", "python")]
    public Task A_crew_is_kicked_off_through_its_adapter_file() =>
        Runs(
            new Repository([
                .. Samples.All["crewai"],
                "src/crewai/__init__.py",
                "class Crew:\n    def kickoff(self, inputs):\n        return \"went to \" + inputs[\"city\"]\n",
                "src/crewai/project.py",
                "def CrewBase(made):\n    return made\n",
            ]),
            hide: "src/crewai"
        );

    [Fact]
    [Trait("Needs", "python")]
    public Task A_command_line_program_answers_through_its_adapter_file()
    {
        Repository repository = new(
            "say.py",
            "import argparse\n\ntry:\n    import openai\nexcept ImportError:\n    pass\n\nif __name__ == \"__main__\":\n    parser = argparse.ArgumentParser()\n    parser.add_argument(\"--message\")\n    print(\"You said\", parser.parse_args().message)\n"
        );
        return Runs(repository, pattern: "process");
    }

    private static async Task Runs(Repository made, string? pattern = null, string? hide = null)
    {
        using Repository repository = made;
        string aside = repository.Outside("aside");
        if (hide is not null)
        {
            Directory.Move(repository.PathOf(hide), aside);
        }

        EditPlan plan = EditPlan.Propose(repository.Root, pattern);
        EditPlan.Validate(plan, repository.Root).ShouldBeEmpty();
        foreach ((string path, string content) in EditPlan.Preview(plan, repository.Root))
        {
            repository.Write(path, content);
        }

        if (hide is not null)
        {
            Directory.Move(aside, repository.PathOf(hide));
        }

        Silence silence = new();
        using ExperimentStop stop = new();
        await using PreparedExperiment experiment = PreparedExperiment.Create(
            new ExperimentRequest
            {
                WorkingDirectory = repository.Root,
                Environment = Environment
                    .GetEnvironmentVariables()
                    .Cast<System.Collections.DictionaryEntry>()
                    .ToDictionary(
                        entry => (string)entry.Key,
                        entry => (string?)entry.Value ?? "",
                        StringComparer.Ordinal
                    ),
            },
            TimeProvider.System
        );
        ExperimentResult result = await experiment.RunAsync(silence, askByHand: null, stop);

        result.SuccessRate.ShouldBe(1, $"{result.Reason} {result.Error} {silence.LastError}");
        result.Total.ShouldBe(4);
    }

    private sealed class Silence : IExperimentObserver
    {
        public string? LastError { get; private set; }

        public void OnProgress(ExperimentProgress progress) => LastError = progress.LastError ?? LastError;

        public void OnNotice(string message) { }
    }
}
