using System.Diagnostics;

namespace Baton.Agents.Tests;

/// <summary>Processes by name, when they live, when they have ended, and when they are somewhere else.</summary>
public sealed class ProcessIdentityTests
{
    [Fact]
    public void This_process_lives_and_is_read_from_what_it_wrote()
    {
        ProcessIdentity own = ProcessIdentity.Own;

        ProcessIdentity.Read(own.ToString()).ShouldBe(own);
        own.IsGone.ShouldBeFalse();
        (own.Id, own.Machine).ShouldBe((Environment.ProcessId, Environment.MachineName));
    }

    [Fact]
    public async Task A_process_that_ended_and_a_later_one_of_its_number_are_told_apart()
    {
        using Process ended = Process.Start("true");
        await ended.WaitForExitAsync();

        (ProcessIdentity.Own with { Id = ended.Id }).IsGone.ShouldBeTrue();
        (ProcessIdentity.Own with { StartedAt = 0 }).IsGone.ShouldBeTrue();
    }

    [Fact]
    public void Of_a_process_elsewhere_nothing_is_known()
    {
        (ProcessIdentity.Own with { Place = "elsewhere/boot/1", Id = int.MaxValue }).IsGone.ShouldBeFalse();
        foreach (string text in (string[])["", "a", "a:b:c", "a:1", "a:1:2:3"])
        {
            ProcessIdentity.Read(text).ShouldBeNull();
        }
    }
}
