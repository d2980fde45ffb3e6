using Baton.Experiments.Settings;

namespace Baton.Experiments.Tests.Settings;

public sealed class ConfigurationHashTests
{
    private const string Base = """
        name: a
        iterations: 2
        parallel_runs: 1
        personas: [{name: novice, goals: [start]}]
        runner: {http: {url: "http://localhost:1/"}, environment_vars: {REGION: "${KEY}", AGENT_KEY: "${KEY}"}}
        multi_turn: {enabled: true, supervisor: {provider: mock, api_key: one}}

        """;

    [Theory]
    [InlineData("name: a", "name: b\ndescription: x\ntags: [y]")]
    [InlineData("parallel_runs: 1", "parallel_runs: 8\nbudget: {cost: 1}\nlimits: {target: 2}\nfail_under: 0.5")]
    [InlineData("parallel_runs: 1", "output: {directory: elsewhere}\ninputs_file: other.yaml")]
    [InlineData("iterations: 2", "")]
    [InlineData("api_key: one", "api_key: two")]
    [InlineData("{name: novice, goals: [start]}", "{goals: [start], name: novice}")]
    public void What_does_not_decide_what_a_run_does_leaves_the_hash(string before, string after)
    {
        string changed = Base.Replace(before, after, StringComparison.Ordinal);
        changed =
            before == "iterations: 2"
                ? changed.Replace("runner: {", "runner: {iterations: 2, ", StringComparison.Ordinal)
                : changed;

        Hashes(changed).ShouldBe(Hashes(Base));
    }

    [Theory]
    [InlineData("iterations: 2", "iterations: 3")]
    [InlineData("goals: [start]", "goals: [stop]")]
    [InlineData("provider: mock", "provider: openai")]
    [InlineData("enabled: true", "enabled: false")]
    public void What_decides_what_a_run_does_changes_the_configurations_hash_alone(string before, string after)
    {
        (string config, string target) = Hashes(Base.Replace(before, after, StringComparison.Ordinal));

        config.ShouldNotBe(Hashes(Base).Config);
        target.ShouldBe(Hashes(Base).Target);
    }

    [Fact]
    public void Another_target_changes_both_hashes()
    {
        (string config, string target) = Hashes(Base.Replace("localhost:1", "localhost:2", StringComparison.Ordinal));

        config.ShouldNotBe(Hashes(Base).Config);
        target.ShouldNotBe(Hashes(Base).Target);
    }

    [Fact]
    public void A_new_value_of_a_secret_leaves_the_hash()
    {
        Hashes(Base, "new").ShouldBe(Hashes(Base, "old"));
    }

    [Fact]
    public void A_changed_team_is_another_target()
    {
        const string config = "runner: {topology: {file: teams/team.yaml}}\n";
        const string team =
            "agents: {a: {role: critic, config: {target: {http: {url: \"http://localhost:1/\", headers: {x-api-key: abcdef123}}}}}}";
        (string Config, string Target) before = Hashes(config, team: team);

        Hashes(config, team: team.Replace("critic", "planner")).Target.ShouldNotBe(before.Target);
        Hashes(config, team: team.Replace("critic", "planner")).Config.ShouldNotBe(before.Config);
        Hashes(config, team: team.Replace("abcdef123", "fedcba321")).ShouldBe(before);
        Hashes(config, team: $"# ours\n{team}").ShouldBe(before);
    }

    [Fact]
    public void Secrets_written_into_a_team_are_not_shown()
    {
        using ConfigurationProject project = new();
        project.WriteConfig("runner: {topology: {file: team.yaml}}\n");
        project.Write("team.yaml", "agents: {a: {config: {target: {http: {headers: {x-api-key: abcdef123}}}}}}");

        project.Load().Redactor.Redact("The key abcdef123 is wrong").ShouldNotContain("abcdef123");
    }

    private static (string Config, string Target) Hashes(string config, string key = "old", string team = "")
    {
        using ConfigurationProject project = new();
        project.WriteConfig(config);
        project.Write("teams/team.yaml", team);
        project.Environment["KEY"] = key;
        LoadedConfiguration loaded = project.Load();
        return (loaded.ConfigHash, loaded.TargetHash);
    }
}
