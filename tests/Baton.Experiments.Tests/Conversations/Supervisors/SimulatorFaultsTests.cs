using Baton.Experiments.Conversations;
using Baton.Experiments.Conversations.Supervisors;
using Baton.Experiments.Personas;
using Microsoft.Extensions.AI;

namespace Baton.Experiments.Tests.Conversations.Supervisors;

public sealed class SimulatorFaultsTests
{
    [Theory]
    [InlineData("As an AI language model, I cannot have preferences.")]
    [InlineData("As an AI I don't eat.")]
    [InlineData("I'm an AI, so I have no order number.")]
    [InlineData("I am a large language model.")]
    [InlineData("Hello! How can I help you today?")]
    [InlineData("Your order is on its way. Is there anything else I can help you with?")]
    [InlineData("I'm simulating a customer here, so let's say it is A-17.")]
    [InlineData("next_user_message: yes please")]
    public void Speaking_as_the_other_side_is_a_fault(string message) =>
        Find(GoOn(message), Ask.After("hi", "hello")).ShouldNotBeNull().ShouldContain("left its role");

    [Theory]
    [InlineData("Are you an AI?")]
    [InlineData("As an AI, you should know that.")]
    [InlineData("I'm an AI researcher and need a quote.")]
    [InlineData("My friend said as an AI assistant you can help me.")]
    [InlineData("How can I help my son reset his password?")]
    [InlineData("I am a model railway builder.")]
    [InlineData("I'm playing a game and it crashed.")]
    [InlineData("Can you help me?")]
    public void What_users_say_is_none(string message) => Find(GoOn(message), Ask.After("hi", "hello")).ShouldBeNull();

    [Fact]
    public void A_persona_that_is_a_machine_may_say_so()
    {
        Persona bot = new() { Name = "scheduler", Description = "An AI assistant that books rooms for its owner" };

        Find(
                GoOn("As an AI assistant, I need a room for my owner."),
                Ask.After(bot, new ChatMessage(ChatRole.User, "hi"), new ChatMessage(ChatRole.Assistant, "hello"))
            )
            .ShouldBeNull();
    }

    [Fact]
    public void Repeating_the_agent_word_for_word_is_a_fault()
    {
        const string answer = "To reset your password, open the settings, choose security, and follow the steps there.";

        Find(GoOn(answer), Ask.After("How?", answer)).ShouldNotBeNull();
        Find(GoOn("OK"), Ask.After("OK", "OK")).ShouldBeNull();
    }

    [Theory]
    [InlineData("Thanks, bye!", "Goodbye!")]
    [InlineData("That was all. Have a nice day.", "You too, bye bye")]
    [InlineData("See you!", "Take care.")]
    [InlineData("감사합니다. 안녕히 계세요.", "네, 안녕히 계세요!")]
    public void Saying_goodbye_twice_is_a_fault(string before, string now) =>
        Find(GoOn(now), Ask.After("hi", "hello", before, "Goodbye!")).ShouldNotBeNull().ShouldContain("goodbye twice");

    [Theory]
    [InlineData("Thanks, bye!", "Wait, one more thing: when does it arrive?")]
    [InlineData("I see you have two plans.", "And I see you have discounts.")]
    [InlineData("Which one should I take care of first?", "I'll take care of it now.")]
    [InlineData("How do I say goodbye to my contract?", "Goodbye!")]
    [InlineData("What is the bye-law about?", "Thanks, bye!")]
    public void One_goodbye_or_none_is_fine(string before, string now) =>
        Find(GoOn(now), Ask.After("hi", "hello", before, "I understand.")).ShouldBeNull();

    [Theory]
    [InlineData("I will refund 20 EUR. Shall I proceed?")]
    [InlineData("Your booking is ready. Please confirm.")]
    [InlineData("Please confirm that I may delete the account.")]
    [InlineData("This cannot be undone. Are you sure you want to cancel?")]
    [InlineData("I found your order. Should I cancel order A-17 for you?")]
    [InlineData("Delete it? (yes/no)")]
    [InlineData("Would you like me to go ahead with the **refund**?")]
    [InlineData("Reply \"YES\" to accept.")]
    public void Leaving_an_agent_that_waits_for_a_confirmation_is_a_fault(string answer) =>
        Find(Stop("Thanks, bye."), Ask.After("refund please", answer))
            .ShouldNotBeNull()
            .ShouldContain("waits for a confirmation");

    [Theory]
    [InlineData("Done. Is there anything else I can help you with?")]
    [InlineData("Would you like me to send you our newsletter?")]
    [InlineData("I can confirm that your order was cancelled.")]
    [InlineData("Please confirm your address next time. Your parcel is on its way.")]
    [InlineData("Shall I proceed? - that is what I would have asked, but it is done already.")]
    [InlineData("Goodbye!")]
    public void Leaving_an_agent_that_is_done_is_fine(string answer) =>
        Find(Stop("Thanks, bye."), Ask.After("refund please", answer)).ShouldBeNull();

    [Fact]
    public void At_the_last_turn_leaving_is_no_choice() =>
        Find(Stop(null), Ask.After("refund please", "Shall I proceed?") with { Turn = 8, MaxTurns = 8 }).ShouldBeNull();

    [Fact]
    public void Going_on_without_a_word_is_a_fault() =>
        Find(new SupervisorDecision { Continue = true, NextUserMessage = " " }, Ask.After("hi", "hello"))
            .ShouldNotBeNull();

    private static string? Find(SupervisorDecision decision, SupervisorRequest request) =>
        SimulatorFaults.Find(decision, request);

    private static SupervisorDecision GoOn(string message) => new() { Continue = true, NextUserMessage = message };

    private static SupervisorDecision Stop(string? closing) => new() { Continue = false, ClosingUserMessage = closing };
}
