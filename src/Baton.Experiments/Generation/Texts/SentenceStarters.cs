using System.Collections.Frozen;

namespace Baton.Experiments.Generation.Texts;

/// <summary>English words that begin sentences; a capital letter does not make a name of them.</summary>
internal static class SentenceStarters
{
    private static readonly FrozenSet<string> Words = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        (
            "a about account accounts add after all also always am an and another any anything are aren't as ask at based be because been "
            + "before best book both bring build but buy by calculate call can can't cannot change check choose classify "
            + "come compare compute connect contact convert copy could couldn't count create debug define delete deliver delivery details "
            + "describe design did didn't do does doesn't don't draft each either email enter error errors estimate every everything "
            + "explain extract fetch fill find first fix for from generate get give go good got great had has hasn't have "
            + "haven't he hello help her here hey hi his hold how how's however i if implement in info information install is isn't it it's "
            + "its just keep last later lately let let's list listen load locate look mail maybe make many me might more "
            + "most move my need never new next no nobody not nothing now of offer okay on once one only open or order our "
            + "over pay payment perhaps plan play please predict prepare price prices print problem problems process provide put question questions quick rate read recently recommend "
            + "refund remind remove rename repeat reply report reserve reset return rewrite run save say schedule search "
            + "see select send set several she ship shipping should shouldn't show since sign so solve some someone something sorry "
            + "start status still stop subscribe suggest summarise summarize switch take tell test thank thanks that that's the "
            + "their them then there there's these they they're things this those to today tomorrow track translate try "
            + "turn two under unfortunately unlock unsubscribe update upgrade upload use verify wait want was wasn't we "
            + "we're we've were weren't what what's whatever when when's whenever where where's which while who who's "
            + "whose why will with without won't would wouldn't write yes yesterday yet you you're your"
        ).Split(' ')
    );

    /// <summary>Whether the word, in whatever case, is one of them.</summary>
    public static bool Contains(string word) => Words.Contains(word.Replace('’', '\''));
}
