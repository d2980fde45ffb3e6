using System.Text.RegularExpressions;
using Baton.TestSupport;
using Baton.Topologies.Definitions;
using Baton.Topologies.Graphs;

namespace Baton.Topologies.Tests.Graphs;

public sealed partial class TopologyGraphTests
{
    public static TheoryData<string> Names() => [.. Scenarios.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_type_has_the_approved_drawing(string name)
    {
        TopologyGraph graph = TopologyGraph.Of(Scenarios.All[name].Topology, Scenarios.All[name].Agents);

        ApprovedText.ShouldBeApproved($"{graph.ToMermaid()}\n{graph.ToDot()}", $"graph-{name.Replace(' ', '-')}.txt");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_step_that_ran_is_of_an_agent_in_the_drawing(string name)
    {
        Scenario scenario = Scenarios.All[name];
        TopologyGraph graph = TopologyGraph.Of(scenario.Topology, scenario.Agents);

        string[] drawn =
        [
            .. graph
                .Nodes.Where(node => node.Kind == GraphNodeKind.Agent)
                .Select(node => $"{(node.Group.Length == 0 ? "" : node.Group + "/")}{node.Label}")
                .Distinct(),
        ];

        drawn.ShouldBe(scenario.Agents.Keys, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Everything_is_reached_from_the_input_and_leads_to_the_output(string name)
    {
        TopologyGraph graph = TopologyGraph.Of(Scenarios.All[name].Topology, Scenarios.All[name].Agents);
        string[] ids = [.. graph.Nodes.Select(node => node.Id)];

        Reached("input()", edge => (edge.From, edge.To)).ShouldBe(ids, ignoreOrder: true);
        Reached("output()", edge => (edge.To, edge.From)).ShouldBe(ids, ignoreOrder: true);

        HashSet<string> Reached(string start, Func<GraphEdge, (string From, string To)> ends)
        {
            HashSet<string> reached = [start];
            bool grew;
            do
            {
                grew = false;
                foreach (GraphEdge edge in graph.Edges)
                {
                    (string from, string to) = ends(edge);
                    grew |= reached.Contains(from) && reached.Add(to);
                }
            } while (grew);
            return reached;
        }
    }

    [Fact]
    public void Slots_without_agents_are_drawn_with_the_names_their_members_give()
    {
        Topology topology = Scenarios.Of("later", new PipelineConfig()) with
        {
            Members = new Dictionary<string, TopologyMember>
            {
                ["second"] = new() { Position = 2, Agent = "writer" },
                ["first"] = new() { Position = 1 },
            },
        };

        TopologyGraph graph = TopologyGraph.Of(topology);

        graph
            .Nodes.Select(node => (node.Label, node.Detail))
            .ShouldBe([("input", ""), ("first", ""), ("second", "writer"), ("output", "")]);
    }

    [Fact]
    public void A_conditional_compound_says_when_a_part_is_chosen()
    {
        CompoundConfig config = new()
        {
            CompositionType = CompositionType.Conditional,
            SubTopologies =
            [
                new CompoundPart { Name = "sort", Topology = Scenarios.Of("sort", new PipelineConfig()) },
                new CompoundPart
                {
                    Name = "code",
                    Topology = Scenarios.Of("code", new PipelineConfig()),
                    When = new PartCondition("kind", "code"),
                },
                new CompoundPart
                {
                    Name = "prose",
                    Topology = Scenarios.Of("prose", new PipelineConfig()),
                    When = new PartCondition("kind", "prose"),
                },
            ],
        };

        TopologyGraph graph = TopologyGraph.Of(
            Scenarios.Of("routed", config),
            Actors.In("sort/a", "code/b", "prose/c")
        );

        graph
            .Edges.Select(edge => $"{edge.From} -{edge.Label}-> {edge.To}")
            .ShouldBe([
                "input() --> sort/a",
                "sort/a -kind = code-> code/b",
                "sort/a -kind = prose-> prose/c",
                "code/b --> output()",
                "prose/c --> output()",
                "sort/a -otherwise-> output()",
            ]);
    }

    [Fact]
    public void Names_that_mean_something_in_the_languages_of_drawings_stay_names()
    {
        Topology topology = Scenarios.Of("say \"hi\"", new PipelineConfig());
        Dictionary<string, AgentType> agents = new(StringComparer.Ordinal)
        {
            ["end"] = Actors.Type("end") with { Name = "a \"quoted\" <b>name</b> \\ #35; `x`" },
            ["e-n"] = Actors.Type("graph"),
            ["e_n"] = Actors.Type("graph"),
            ["input"] = Actors.Type("graph"),
        };

        TopologyGraph graph = TopologyGraph.Of(topology, agents);

        graph.ToDot().ShouldContain("digraph \"say \\\"hi\\\"\" {");
        graph
            .ToDot()
            .ShouldContain("step_end [label=\"end\na \\\"quoted\\\" <b>name</b> \\\\ #35; `x`\"]".Replace("\n", "\\n"));
        graph.ToMermaid().ShouldContain("a #quot;quoted#quot; #lt;b#gt;name#lt;/b#gt; \\ #35;35; #96;x#96;");
        string[] words = [.. Words().Matches(graph.ToMermaid()).Select(match => match.Groups[1].Value)];
        words.ShouldBe(["end_input", "step_end", "step_e_n", "step_e_n_2", "step_input", "end_output"]);
    }

    [GeneratedRegex(@"^ +(\w+)[\[({]", RegexOptions.Multiline)]
    private static partial Regex Words();
}
