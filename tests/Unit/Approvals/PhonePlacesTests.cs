using Countersign.Approvals;

namespace Countersign.Tests.Unit.Approvals;

public sealed class PhonePlacesTests
{
    [Fact]
    public void Three_pushes_of_a_person_and_one_of_a_run_are_out_at_once()
    {
        var (a, b) = (Run(), Run());
        var places = Joined(Place(a), Place(a), Place(b), Place(Run()), Place(Run()));

        Assert.Equal([places.Waiting[0], places.Waiting[2], places.Waiting[3]], places.Next());
        Assert.Null(places.Take(places.Waiting[1].Approval));
        Assert.Null(places.Take(places.Waiting[4].Approval));
    }

    [Fact]
    public void The_oldest_is_next_when_a_place_frees()
    {
        var run = Run();
        var places = Joined(Place(run), Place(run), Place(run));
        var (first, second) = (places.Waiting[0], places.Waiting[1]);

        places = places.Take(first.Approval)!;
        Assert.Empty(places.Next());

        places = places.Leave(first.Approval);
        Assert.Equal([second], places.Next());
        Assert.Equal(1, places.Turn(second.Approval));
    }

    [Fact]
    public void Twenty_wait_and_one_more_does_not()
    {
        var run = Run();
        var places = Joined([.. Enumerable.Range(0, 21).Select(_ => Place(run))]);
        places = places.Take(places.Waiting[0].Approval)!;

        Assert.Equal(20, places.Waiting.Count);
        Assert.Null(places.Join(Place(run)));
        Assert.NotNull(places.Join(Place(Run())));
    }

    [Fact]
    public void One_that_waits_for_something_else_blocks_nobody_and_keeps_its_turn()
    {
        var run = Run();
        var places = Joined(Place(run), Place(run));
        var (first, second) = (places.Waiting[0], places.Waiting[1]);

        var held = places.Hold(first.Approval);

        Assert.Equal([second], held.Next());
        Assert.Contains(held.Take(first.Approval)!.Outstanding, place => place.Approval == first.Approval);
    }

    [Fact]
    public void What_was_not_sent_goes_back_to_the_head_of_the_queue()
    {
        var run = Run();
        var places = Joined(Place(run), Place(run));
        var first = places.Waiting[0];

        var back = places.Take(first.Approval)!.GiveBack(first.Approval);

        Assert.Equal(first.Approval, back.Waiting[0].Approval);
        Assert.Empty(back.Outstanding);
    }

    [Fact]
    public void An_identical_proposal_of_the_same_run_is_found()
    {
        var run = Run();
        var places = Joined(Place(run) with { Likeness = "same" });

        Assert.NotNull(places.Like(run, "same"));
        Assert.Null(places.Like(run, "other"));
        Assert.Null(places.Like(Run(), "same"));
    }

    private static RunId Run() => RunId.New(TimeProvider.System);

    private static PhonePlace Place(RunId run) => new(ApprovalId.New(TimeProvider.System), ActionId.New(TimeProvider.System), run, Guid.NewGuid().ToString("N"));

    private static PhonePlaces Joined(params PhonePlace[] all) => all.Aggregate(PhonePlaces.Empty, (places, place) => places.Join(place)!);
}
