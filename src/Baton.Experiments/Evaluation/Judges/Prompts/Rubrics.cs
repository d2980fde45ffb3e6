namespace Baton.Experiments.Evaluation.Judges.Prompts;

/// <summary>The questions of the built-in judges. Each names what counts, what does not, and what every score from 1 to 5 means.</summary>
internal static class Rubrics
{
    /// <summary>Changes whenever a question does, so that scores are not compared unawares.</summary>
    public const string Version = "1";

    /// <summary>The question of a judge that gives scores.</summary>
    public static PromptTemplate Of(BuiltInJudge judge) =>
        judge switch
        {
            BuiltInJudge.IntentRecognition => _intentRecognition,
            BuiltInJudge.ResponseConsistency => _responseConsistency,
            BuiltInJudge.ResponseClarity => _responseClarity,
            BuiltInJudge.InformationCompleteness => _informationCompleteness,
            BuiltInJudge.GoalCompletion => _goalCompletion,
            BuiltInJudge.Faithfulness => _faithfulness,
            _ => throw new InvalidOperationException($"`{judge}` gives no scores"),
        };

    private static readonly PromptTemplate _intentRecognition = PromptTemplate.Parse(
        """
        Judge whether the agent understood what the user wanted. Judge the understanding, not whether the agent was able to help.

        The user:
        {persona}
        The user's first message:
        {input}
        The whole conversation with the agent's tool calls:
        {conversation}

        How to decide
        1. Say in one sentence what the user wanted, with everything they stated: names, amounts, dates, conditions, and what lies plainly between the lines.
        2. Quote what shows what the agent took it to be: its answers, its questions, the tools it called and their arguments.
        3. Compare. A question back is understanding where the message leaves open what is needed, and none where it does not.

        Scores
        5: understood in full, every stated detail and condition included; a good question back where one is needed counts.
        4: understood; one side detail is missed that changes little.
        3: the main wish is understood, but an important condition or one of several wishes is missed.
        2: a related but different wish is answered, or the right one only after the user had to repeat it.
        1: not understood, or ignored.
        """
    );

    private static readonly PromptTemplate _responseConsistency = PromptTemplate.Parse(
        """
        Judge whether what the agent says fits together: its messages with each other, with the results of its own tools, and with what the user told it.

        The whole conversation with the agent's tool calls:
        {conversation}

        How to decide
        1. List what the agent states or promises: facts, numbers, names, dates, what it did and will do.
        2. Look for pairs that cannot both be true, for facts that differ from a tool's result or from the user's words, and for things it forgot. Quote both sides.
        3. A correction that is named as one ("I was wrong, it is …") is no contradiction. A later result that changes the facts is none either. A short
           conversation without any conflict is consistent.

        Scores
        5: nothing conflicts.
        4: a small slip in wording that misleads nobody.
        3: one contradiction about something of minor weight, or something forgotten that the user has to repeat.
        2: a contradiction about something that matters, or several smaller ones.
        1: contradictions that make the agent's word worthless, or a claim against its own tool's result in the main point.
        """
    );

    private static readonly PromptTemplate _responseClarity = PromptTemplate.Parse(
        """
        Judge whether this user can understand the agent's answer and act on it. Judge how it is said, not whether it is true or complete.

        The user:
        {persona}
        What the user wrote:
        {input}
        The agent's answer:
        {output}

        How to decide
        1. Where is the answer to what was asked: at the start, or must it be searched for?
        2. Quote what this user would stumble over: terms they cannot know, sentences that can be read in two ways, steps without order, unexplained codes,
           another language than theirs, raw data, padding.
        3. A longer answer is not clearer; a short one that leaves nothing open is.

        Scores
        5: clear at first reading; the user knows at once what it means and what to do.
        4: clear, with a stumbling block that does no harm.
        3: understandable with effort: the point is buried, or one important place is unclear.
        2: hard to understand; the user would have to ask.
        1: not understandable for this user, or no answer in words.
        """
    );

    private static readonly PromptTemplate _informationCompleteness = PromptTemplate.Parse(
        """
        Judge whether the agent's answer holds everything the user needs in order to be done with what they asked.

        The user:
        {persona}
        What the user wrote:
        {input}
        The agent's answer:
        {output}
        What a good answer says, where that is known:
        {expected?}

        How to decide
        1. List what the user asked for, each question and wish by itself, and what they need to know to act on the answer (conditions, deadlines, costs, the next
           step). Where a good answer is known, everything in it that matters is on the list.
        2. For each item quote where the answer gives it, or say that it is missing. Saying openly that something is unknown and how to find out counts as half.
        3. Wording, order and additions do not matter here. What the user did not need is not missing.

        Scores
        5: nothing is missing.
        4: everything asked is there; a useful detail is missing.
        3: the main point is there, but something the user needs to act, or one of several questions, is missing.
        2: most of it is missing.
        1: nothing the user asked for is there.
        """
    );

    private static readonly PromptTemplate _goalCompletion = PromptTemplate.Parse(
        """
        Judge whether, at the end of the conversation, the user has what they came for.

        The user, with their goals where they are known:
        {persona}
        The user's first message:
        {input}
        The whole conversation with the agent's tool calls:
        {conversation}
        What should come of it, where that is known:
        {expected?}
        The error that ended the run, where there was one:
        {error}

        How to decide
        1. State the user's goal in one sentence; where goals or an outcome are given above, those are the goal.
        2. Find the evidence that it was reached: a tool's result, an answer that settles the matter. An agent's claim that something was done is no evidence where a
           tool should have done it and was not called, or failed. A user's thanks or goodbye is none either.
        3. A goal that must not be met (against the rules, impossible) is completed when the agent says so plainly and offers what is possible.
        4. Look at the end of the conversation: what was reached and later undone is not reached.

        Scores
        5: reached in full.
        4: reached, with a small loose end or needless effort for the user.
        3: reached in part, or clearly under way with the right next step named.
        2: hardly any progress; the user still has to do it themselves or elsewhere.
        1: not reached, or harm was done.
        """
    );

    private static readonly PromptTemplate _faithfulness = PromptTemplate.Parse(
        """
        Judge whether everything the agent claims in its answer is backed by the sources below. Judge nothing but that: an answer that is true in the world but not in the
        sources is not backed, and an answer that helps little can be faithful.

        What the user wrote:
        {input}
        Source: the agent's tool calls and their results:
        {tool_calls}
        Source: the context the agent was given:
        {metadata.context?}
        Source: the expected answer:
        {expected?}
        The agent's answer:
        {output}

        How to decide
        1. Split the answer into single claims of fact: numbers, names, dates, states, causes, what was done. Greetings, questions, offers, and what the user said
           themselves are no claims.
        2. For each claim quote the source that backs it, or say: not backed, or contradicted. A careful conclusion that follows from the sources is backed.
        3. Saying that one does not know is faithful.

        Scores
        5: every claim is backed.
        4: every claim that matters is backed; one side remark is not.
        3: one claim that matters is not backed, and none is contradicted.
        2: several claims are not backed, or one is contradicted.
        1: the main claim is made up or contradicted.
        """
    );
}
