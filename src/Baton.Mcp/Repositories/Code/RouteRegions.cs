namespace Baton.Mcp.Repositories.Code;

/// <summary>Says where the code of each route ends.</summary>
internal static class RouteRegions
{
    private const int LongestHandler = 150;

    /// <summary>A route reaches to the line before the next route, at most <c>150</c> lines.</summary>
    public static void Close(CodeFacts facts)
    {
        facts.Routes.Sort((a, b) => a.Line.CompareTo(b.Line));
        for (int i = 0; i < facts.Routes.Count; i++)
        {
            RouteFact route = facts.Routes[i];
            int next = facts.Routes.Skip(i + 1).FirstOrDefault(later => later.Line > route.Line)?.Line ?? int.MaxValue;
            route.EndLine = Math.Min(next - 1, route.Line + LongestHandler);
        }
    }
}
