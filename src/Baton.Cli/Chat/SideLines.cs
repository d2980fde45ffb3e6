namespace Baton.Cli.Chat;

/// <summary>Lines beside an answer; while a question waits for its answer they wait too. Safe for concurrent use.</summary>
internal sealed class SideLines(TextWriter output)
{
    // Guards what follows, and keeps lines whole.
    private readonly Lock _gate = new();
    private readonly List<string> _waiting = [];
    private int _questions;

    /// <summary>Writes a line, or keeps it until the last open question is answered.</summary>
    public void Write(string line)
    {
        lock (_gate)
        {
            if (_questions > 0)
            {
                _waiting.Add(line);
            }
            else
            {
                output.WriteLine(line);
            }
        }
    }

    /// <summary>Opens a question; disposing the result says that it was answered.</summary>
    public IDisposable Ask()
    {
        lock (_gate)
        {
            _questions++;
            return new Question(this);
        }
    }

    private void Answered()
    {
        lock (_gate)
        {
            if (--_questions == 0)
            {
                _waiting.ForEach(output.WriteLine);
                _waiting.Clear();
            }
        }
    }

    private sealed class Question(SideLines lines) : IDisposable
    {
        public void Dispose() => lines.Answered();
    }
}
