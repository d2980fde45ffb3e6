using Baton.Agents;
using Baton.Targets.Processes.JsonLines;
using Baton.Targets.Queues;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Targets.Tests.Queues;

public sealed class ReplyOrderTests
{
    [Fact]
    public void Replies_come_in_order_and_once_however_they_arrive() =>
        Prop.ForAll(
                Gen.Shuffle([.. Enumerable.Range(1, 12), 3, 7, 7]).ToArbitrary(),
                arrived =>
                {
                    ReplyOrder order = new();
                    return string.Concat(arrived.SelectMany(place => order.Take(place, Text(place))).Select(Said))
                        == string.Concat(Enumerable.Range(1, 12).Select(place => $"{place},"));
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Replies_without_a_place_are_taken_as_they_come()
    {
        ReplyOrder order = new();

        order.Take(null, Text(1)).Concat(order.Take(null, Text(1))).Count().ShouldBe(2);
    }

    [Fact]
    public void An_answer_that_overtook_its_pieces_ends_the_turn_and_leaves_text_behind_the_gap_out()
    {
        ReplyOrder order = new();
        AgentLine log = new EventLine(new LogEvent("kept", "agent"));
        AgentLine end = new EndLine(new AgentAnswer("whole"), Error: null);
        order.Take(1, Text(1)).ShouldHaveSingleItem();
        order.Take(3, Text(3)).ShouldBeEmpty();
        order.Take(4, log).ShouldBeEmpty();

        order.Take(5, end).ShouldBe([log, end]);
    }

    [Fact]
    public void An_answer_made_of_its_pieces_waits_for_all_of_them()
    {
        ReplyOrder order = new();
        AgentLine end = new EndLine(new AgentAnswer(Output: null), Error: null);
        AgentLine second = Text(2);
        order.Take(3, end).ShouldBeEmpty();
        order.Take(1, Text(1)).ShouldHaveSingleItem();

        order.Take(2, second).ShouldBe([second, end]);
    }

    [Fact]
    public void A_worker_that_took_over_ends_the_turn_with_a_place_that_was_there_before()
    {
        ReplyOrder order = new();
        AgentLine end = new EndLine(new AgentAnswer("whole"), Error: null);
        foreach (int place in new[] { 1, 2, 3 })
        {
            order.Take(place, Text(place)).ShouldHaveSingleItem();
        }

        order.Take(1, Text(1)).ShouldBeEmpty();
        order.Take(2, end).ShouldBe([end]);
    }

    [Fact]
    public void A_gap_that_never_closes_holds_up_a_thousand_replies_at_most()
    {
        ReplyOrder order = new();

        Enumerable.Range(2, 1001).SelectMany(place => order.Take(place, Text(place))).Count().ShouldBe(1001);
        order.Take(1003, Text(1003)).ShouldHaveSingleItem();
    }

    private static EventLine Text(int place) => new(new TextEvent($"{place},"));

    private static string Said(AgentLine line) => ((TextEvent)((EventLine)line).Event).Content;
}
