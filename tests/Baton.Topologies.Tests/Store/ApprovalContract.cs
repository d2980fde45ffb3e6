using Baton.Topologies.Store;

namespace Baton.Topologies.Tests.Store;

/// <summary>What every store promises about questions to people.</summary>
public abstract class ApprovalContract<TBackend> : StoreContract<TBackend>
    where TBackend : StoreBackend, new()
{
    private static readonly ApprovalDecision Yes = new(IsApproved: true, "Fine \"so\"", "Kim", Noon.AddMinutes(2));
    private static readonly ApprovalDecision No = new(IsApproved: false, "", "", Noon.AddMinutes(3));

    private IApprovals Approvals => Store.Approvals;

    internal static ApprovalRequest Request(string path) =>
        new()
        {
            Path = path,
            Slot = "primary",
            Agent = "writer",
            Question = "Is it good?",
            Context = "The answer\nof two lines",
            AskedAt = Noon,
            Deadline = path == "a" ? Noon.AddHours(1) : null,
        };

    [Fact]
    public async Task Questions_come_back_in_the_order_in_which_they_were_asked()
    {
        await Approvals.AddAsync("e1", Request("b"), default);
        await Approvals.AddAsync("e1", Request("a"), default);
        await Approvals.AddAsync("e2", Request("c"), default);

        (await Approvals.ReadAsync("e1", default)).ShouldBe([
            new Approval(Request("b"), Decision: null),
            new Approval(Request("a"), Decision: null),
        ]);
        (await Approvals.ReadAsync("e3", default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_question_asked_again_stays_as_it_is_with_its_answer()
    {
        await Approvals.AddAsync("e1", Request("a"), default);
        (await Approvals.DecideAsync("e1", "a", Yes, default)).ShouldBe(1);

        await Approvals.AddAsync("e1", Request("a") with { Question = "Really?" }, default);

        (await Approvals.ReadAsync("e1", default)).ShouldBe([new Approval(Request("a"), Yes)]);
    }

    [Fact]
    public async Task The_first_answer_holds()
    {
        await Approvals.AddAsync("e1", Request("a"), default);
        await Approvals.AddAsync("e1", Request("b"), default);

        (await Approvals.DecideAsync("e1", "nowhere", Yes, default)).ShouldBe(0);
        (await Approvals.DecideAsync("e1", "a", Yes, default)).ShouldBe(1);
        (await Approvals.DecideAsync("e1", "a", No, default)).ShouldBe(0);
        (await Approvals.DecideAsync("e1", path: null, No, default)).ShouldBe(1);
        (await Approvals.DecideAsync("e1", path: null, Yes, default)).ShouldBe(0);

        (await Approvals.ReadAsync("e1", default)).Select(approval => approval.Decision).ShouldBe([Yes, No]);
    }
}
