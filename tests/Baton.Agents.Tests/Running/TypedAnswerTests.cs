using Baton.Agents.Histories;
using Baton.Agents.Providers.Scripted;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Running;

/// <summary>Answers that are values of a type.</summary>
public sealed class TypedAnswerTests
{
    [Theory]
    [InlineData("""{"value":5}""")]
    [InlineData("5")]
    [InlineData("```json\n{\"value\":5}\n```")]
    [InlineData("  ```\n5\n```\n")]
    public async Task A_number_is_read_however_it_is_wrapped(string answer) =>
        (await AskAsync<int>(answer)).Output.ShouldBe(5);

    [Fact]
    public async Task Values_of_all_kinds_are_read()
    {
        (await AskAsync<bool>("""{"value":true}""")).Output.ShouldBeTrue();
        (await AskAsync<string>("""{"value":"hi"}""")).Output.ShouldBe("hi");
        (await AskAsync<Colour>("""{"value":"Green"}""")).Output.ShouldBe(Colour.Green);
        (await AskAsync<List<Person>>("""{"value":[{"name":"Ann","age":3}]}""")).Output.ShouldBe([
            new Person("Ann", 3),
        ]);
        (await AskAsync<Dictionary<string, int>>("""{"value":{"a":1}}""")).Output!["a"].ShouldBe(1);
        (await AskAsync<Person>("""{"name":"Ann","age":null}""")).Output.ShouldBe(new Person("Ann", null));
    }

    [Fact]
    public async Task A_nullable_value_may_be_null()
    {
        RunResult<int?> result = await AskAsync<int?>("""{"value":null}""");

        result.Status.ShouldBe(RunStatus.Completed);
        result.Output.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"name":"Ann","age""")]
    [InlineData("Ann, who is 3")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"name":null,"age":3}""")]
    [InlineData("""{"age":3}""")]
    [InlineData("""{"name":"","age":3}""")]
    [InlineData("```json")]
    public async Task What_does_not_fit_is_sent_back_as_often_as_allowed(string answer)
    {
        ScriptedChatClient model = new((_, _) => ScriptedReply.Say(answer));

        RunResult<Person> result = await Runner.RunAsync<Person>(
            new Agent("A") { ChatClient = model },
            "go",
            new RunConfig { MaxOutputRepairs = 1 }
        );

        result.Status.ShouldBe(RunStatus.Failed);
        result.Error!.Kind.ShouldBe(ErrorKind.Protocol);
        result.Output.ShouldBeNull();
        model.Requests.Count.ShouldBe(2);
        HistoryRules.Validate(result.History).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_type_without_schema_is_refused_before_the_model_is_asked()
    {
        ScriptedChatClient model = new([]);
        Agent agent = new("A") { ChatClient = model };

        AgentException error = await Should.ThrowAsync<AgentException>(async () =>
            await Runner.RunAsync<Action>(agent, "go")
        );

        error.Message.ShouldContain("`Action`");
        model.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task References_inside_the_schema_of_a_list_point_to_what_is_there()
    {
        ScriptedChatClient model = new([ScriptedReply.Say("""{"value":[]}""")]);

        await Runner.RunAsync<List<Tree>>(new Agent("A") { ChatClient = model }, "go");

        string schema = ((ChatResponseFormatJson)model.Requests[0].Options!.ResponseFormat!).Schema!.Value.GetRawText();
        schema.ShouldContain("\"$ref\": \"#/properties/value/items");
    }

    private static Task<RunResult<T>> AskAsync<T>(string answer) =>
        Runner.RunAsync<T>(Agents.Saying(ScriptedReply.Say(answer)), "go", new RunConfig { MaxOutputRepairs = 0 });

    private enum Colour
    {
        Red,
        Green,
    }

    private sealed record Tree(string Name, IReadOnlyList<Tree> Branches);

    private sealed record Person(string Name, int? Age)
    {
        public string Name { get; } = Name.Length > 0 ? Name : throw new ArgumentException("A person has a name");
    }
}
