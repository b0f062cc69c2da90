using Countersign.Actions;

namespace Countersign.Tests.Unit.Actions;

public sealed class ActionTransitionsTests
{
    /// <summary>A row a state, in the order of <see cref="ActionEvent"/>; a dot where the event changes nothing.</summary>
    private static readonly Dictionary<ActionState, string> s_table = new()
    {
        //                         Park   Resume   Lease     GiveBack Finish Fail   Deny   Move  Refuse  Lapse  Cancel    GiveUp
        [ActionState.Proposed]  = "Parked .        Executing .        .      Failed Denied Moved Refused Lapsed Cancelled .",
        [ActionState.Parked]    = "Parked Proposed Executing .        Done   Failed Denied Moved Refused Lapsed Cancelled Unknown",
        [ActionState.Executing] = "Parked .        Executing Proposed Done   Failed .      Moved Refused Lapsed .         Unknown",
        [ActionState.Done] = Nothing, [ActionState.Failed] = Nothing, [ActionState.Denied] = Nothing, [ActionState.Moved] = Nothing,
        [ActionState.Refused] = Nothing, [ActionState.Lapsed] = Nothing, [ActionState.Cancelled] = Nothing, [ActionState.Unknown] = Nothing,
    };

    private const string Nothing = ". . . . . . . . . . . .";

    public static TheoryData<ActionState, ActionEvent, ActionState?> Table()
    {
        var data = new TheoryData<ActionState, ActionEvent, ActionState?>();
        foreach (var (state, words) in s_table)
        {
            var next = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            foreach (var happened in Enum.GetValues<ActionEvent>())
                data.Add(state, happened, next[(int)happened] == "." ? null : Enum.Parse<ActionState>(next[(int)happened]));
        }

        return data;
    }

    [Theory, MemberData(nameof(Table))]
    public void Every_state_and_event_lead_where_the_table_says(ActionState state, ActionEvent happened, ActionState? expected) =>
        Assert.Equal(expected, state.Apply(happened));

    [Fact]
    public void The_table_has_every_state_and_event()
    {
        Assert.Equal(Enum.GetValues<ActionState>().Order(), s_table.Keys.Order());
        Assert.All(s_table.Values, row => Assert.Equal(Enum.GetValues<ActionEvent>().Length, row.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length));
    }

    [Fact]
    public void What_is_settled_stays()
    {
        foreach (var state in Enum.GetValues<ActionState>().Where(state => state.IsSettled()))
            Assert.All(Enum.GetValues<ActionEvent>(), happened => Assert.Null(state.Apply(happened)));
        Assert.Equal([ActionState.Proposed, ActionState.Parked, ActionState.Executing], Enum.GetValues<ActionState>().Where(state => !state.IsSettled()));
    }
}
