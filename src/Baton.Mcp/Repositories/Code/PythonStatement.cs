namespace Baton.Mcp.Repositories.Code;

/// <summary>A logical line of Python: brackets and continued lines joined, comments left out.</summary>
/// <param name="Indent">Columns of white space before it; a tab counts as eight.</param>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Text">Its text on one line; strings stand as written.</param>
internal readonly record struct PythonStatement(int Indent, int Line, string Text);
