using Baton.Targets.Processes;

namespace Baton.Targets.Tests.Processes;

/// <summary>Looks at process groups from outside.</summary>
internal static class Group
{
    /// <summary>How many members of a group run.</summary>
    public static int Members(int group) => ProcessTable.Read().Count(entry => entry.Group == group && entry.IsAlive);

    /// <summary>Waits until a group is empty; fails after half a minute, with what still runs.</summary>
    public static async Task WaitUntilEmptyAsync(int group)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
        while (Members(group) > 0)
        {
            patience.IsCancellationRequested.ShouldBeFalse(
                $"{Members(group)} members of the group {group} outlived the program that started them"
            );
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until a file is there and not empty.</summary>
    public static async Task WaitForFileAsync(string path)
    {
        while (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
