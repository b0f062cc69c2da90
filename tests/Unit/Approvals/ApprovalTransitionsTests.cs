using Countersign.Approvals;
using Countersign.Vault;

namespace Countersign.Tests.Unit.Approvals;

public sealed class ApprovalTransitionsTests
{
    private static readonly DateTimeOffset T = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly PushCode Code = PushCode.Parse("7KQ2-9XWD");
    private static readonly PushCode Other = PushCode.Parse("0000-0001");
    private static readonly ApprovalState.Asked Asked = new(Code, 1, T, T.AddSeconds(300), T.AddSeconds(15));
    private static readonly ApprovalState.Pending Pending = new(Code, 1, T, "sealed", T.AddSeconds(300), 5, T.AddSeconds(5), null, 0);

    private static readonly ApprovalState[] Final =
    [
        new ApprovalState.Approved(Code, T, T.AddMinutes(10), null),
        new ApprovalState.Denied(Code, T),
        new ApprovalState.Expired(Code, T),
        new ApprovalState.Withdrawn(Code, T, T.AddMinutes(5)),
        new ApprovalState.Lost(Code, T, "answer", T, Again: false),
        new ApprovalState.Refused(Code, T, "not_enrolled", "Enrol.", null),
    ];

    private static readonly Answer[] Answers =
    [
        new Answer.Ask(T, Other, TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(15)),
        new Answer.Sent(T, "sealed", TimeSpan.FromMinutes(5), 5),
        new Answer.NotSent(T, TimeSpan.FromSeconds(5)),
        new Answer.AnswerLost(T),
        new Answer.NotAsked(T, "not_enrolled", "Enrol.", null),
        new Answer.Redeem(T, TimeSpan.FromSeconds(15)),
        new Answer.StillPending(T),
        new Answer.SlowDown(T, TimeSpan.FromSeconds(10)),
        new Answer.Unreachable(T, TimeSpan.Zero),
        new Answer.AccessDenied(T),
        new Answer.Gone(T),
        new Answer.Approved(T, TimeSpan.FromMinutes(10)),
        new Answer.Rejected(T, "details_differ", "Differs.", null),
        new Answer.Withdraw(T.AddHours(1)),
        new Answer.AskAgain(T.AddHours(1), SaidSo: true),
    ];

    [Fact]
    public void Nothing_changes_a_final_state()
    {
        foreach (var state in Final)
        {
            Assert.True(state.Final);
            foreach (var answer in Answers) Assert.Same(state, state.Apply(answer));
        }
    }

    [Fact]
    public void An_answer_that_a_state_does_not_await_changes_nothing()
    {
        var waiting = new ApprovalState.Waiting(0, null);
        foreach (var answer in Answers.Where(a => a is not (Answer.Ask or Answer.Withdraw))) Assert.Same(waiting, waiting.Apply(answer));
        foreach (var answer in Answers.Where(a => a is not (Answer.Sent or Answer.NotSent or Answer.AnswerLost or Answer.NotAsked or Answer.Withdraw)))
            Assert.Same(Asked, Asked.Apply(answer));
        foreach (var answer in Answers.Where(a => a is Answer.Ask or Answer.Sent or Answer.NotSent or Answer.AnswerLost or Answer.NotAsked or Answer.AskAgain))
            Assert.Same(Pending, Pending.Apply(answer));
    }

    [Fact]
    public void Asking_writes_the_code_the_expiry_and_the_lease_before_the_call() =>
        Assert.Equal(
            new ApprovalState.Asked(Code, 1, T, T.AddSeconds(300), T.AddSeconds(15)),
            new ApprovalState.Waiting(0, null).Apply(new Answer.Ask(T, Code, TimeSpan.FromSeconds(300), TimeSpan.FromSeconds(15))));

    [Fact]
    public void Nothing_is_asked_before_the_instant_that_the_tenant_named()
    {
        var waiting = new ApprovalState.Waiting(0, T.AddSeconds(1));

        Assert.Same(waiting, waiting.Apply(new Answer.Ask(T, Code, TimeSpan.FromSeconds(300), TimeSpan.FromSeconds(15))));
        Assert.IsType<ApprovalState.Asked>(waiting.Apply(new Answer.Ask(T.AddSeconds(1), Code, TimeSpan.FromSeconds(300), TimeSpan.FromSeconds(15))));
    }

    [Fact]
    public void A_push_that_was_sent_is_pending_until_the_tenants_expiry_and_polled_at_its_interval() =>
        Assert.Equal(
            new ApprovalState.Pending(Code, 1, T, "sealed", T.AddSeconds(61), 7, T.AddSeconds(8), null, 0),
            Asked.Apply(new Answer.Sent(T.AddSeconds(1), "sealed", TimeSpan.FromSeconds(60), 7)));

    [Fact]
    public void An_ask_that_never_left_waits_again_and_was_no_ask() =>
        Assert.Equal(new ApprovalState.Waiting(0, T.AddSeconds(30)), Asked.Apply(new Answer.NotSent(T, TimeSpan.FromSeconds(30))));

    [Fact]
    public void A_first_loss_is_asked_again_and_a_second_is_final()
    {
        Assert.Equal(new ApprovalState.Lost(Code, T, "answer", T.AddSeconds(300), Again: true), Asked.Apply(new Answer.AnswerLost(T)));
        Assert.Equal(new ApprovalState.Lost(Code, T, "token", T.AddSeconds(300), Again: true), Pending.Apply(new Answer.Gone(T)));
        Assert.Equal(new ApprovalState.Lost(Code, T, "token", T.AddSeconds(300), Again: false), (Pending with { Asks = 2 }).Apply(new Answer.Gone(T)));
    }

    [Fact]
    public void A_lost_one_is_asked_again_when_it_has_expired_or_when_the_person_says_so()
    {
        var lost = new ApprovalState.Lost(Code, T, "answer", T.AddSeconds(300), Again: true);

        Assert.Same(lost, lost.Apply(new Answer.AskAgain(T.AddSeconds(299), SaidSo: false)));
        Assert.Equal(new ApprovalState.Waiting(1, null), lost.Apply(new Answer.AskAgain(T.AddSeconds(300), SaidSo: false)));
        Assert.Equal(new ApprovalState.Waiting(1, null), lost.Apply(new Answer.AskAgain(T, SaidSo: true)));
        Assert.Equal(2, Assert.IsType<ApprovalState.Asked>(new ApprovalState.Waiting(1, null).Apply(Answers[0])).Asks);
    }

    [Fact]
    public void Denied_and_expired_are_told_apart_by_our_clock_alone()
    {
        Assert.IsType<ApprovalState.Denied>(Pending.Apply(new Answer.AccessDenied(T.AddSeconds(297.9))));
        Assert.IsType<ApprovalState.Expired>(Pending.Apply(new Answer.AccessDenied(T.AddSeconds(298))));
        Assert.IsType<ApprovalState.Expired>(Pending.Apply(new Answer.AccessDenied(T.AddSeconds(400))));
    }

    [Fact]
    public void Slow_down_makes_the_interval_longer_and_it_stays_so()
    {
        var slower = (ApprovalState.Pending)Pending.Apply(new Answer.SlowDown(T, TimeSpan.FromSeconds(10)));
        var after = (ApprovalState.Pending)slower.Apply(new Answer.SlowDown(T.AddSeconds(10), TimeSpan.FromSeconds(3)));
        var pending = (ApprovalState.Pending)after.Apply(new Answer.StillPending(T.AddSeconds(20)));

        Assert.Equal((10, T.AddSeconds(10)), (slower.IntervalSeconds, slower.NextPoll));
        Assert.Equal((10, T.AddSeconds(20)), (after.IntervalSeconds, after.NextPoll));
        Assert.Equal(T.AddSeconds(30), pending.NextPoll);
    }

    [Fact]
    public void An_unreachable_tenant_is_polled_more_and_more_rarely_and_no_sooner_than_it_says()
    {
        var once = (ApprovalState.Pending)Pending.Apply(new Answer.Unreachable(T, TimeSpan.Zero));
        var twice = (ApprovalState.Pending)once.Apply(new Answer.Unreachable(T, TimeSpan.Zero));
        var said = (ApprovalState.Pending)twice.Apply(new Answer.Unreachable(T, TimeSpan.FromSeconds(90)));

        Assert.Equal([T.AddSeconds(5), T.AddSeconds(10), T.AddSeconds(90)], [once.NextPoll, twice.NextPoll, said.NextPoll]);
        Assert.Equal(0, ((ApprovalState.Pending)said.Apply(new Answer.StillPending(T))).Failures);
    }

    [Fact]
    public void Half_a_minute_past_the_deadline_nobody_waits_any_longer()
    {
        Assert.IsType<ApprovalState.Pending>(Pending.Apply(new Answer.Unreachable(T.AddSeconds(330), TimeSpan.Zero)));
        Assert.IsType<ApprovalState.Expired>(Pending.Apply(new Answer.Unreachable(T.AddSeconds(331), TimeSpan.Zero)));
        Assert.IsType<ApprovalState.Expired>(Pending.Apply(new Answer.StillPending(T.AddSeconds(331))));
    }

    [Fact]
    public void One_redemption_at_a_time()
    {
        var leased = (ApprovalState.Pending)Pending.Apply(new Answer.Redeem(T, TimeSpan.FromSeconds(15)));

        Assert.Same(leased, leased.Apply(new Answer.Redeem(T.AddSeconds(14), TimeSpan.FromSeconds(15))));
        Assert.NotSame(leased, leased.Apply(new Answer.Redeem(T.AddSeconds(15), TimeSpan.FromSeconds(15))));
    }

    [Fact]
    public void Everything_that_is_open_can_be_withdrawn_and_what_was_asked_is_void()
    {
        Assert.Equal(new ApprovalState.Withdrawn(null, T, null), new ApprovalState.Waiting(0, null).Apply(new Answer.Withdraw(T)));
        Assert.Equal(new ApprovalState.Withdrawn(Code, T, Asked.ExpiresAt), Asked.Apply(new Answer.Withdraw(T)));
        Assert.Equal(new ApprovalState.Withdrawn(Code, T, Pending.Deadline), Pending.Apply(new Answer.Withdraw(T)));
        var lost = new ApprovalState.Lost(Code, T, "answer", T.AddSeconds(300), Again: true);
        Assert.Equal(new ApprovalState.Withdrawn(Code, T, lost.VoidUntil), lost.Apply(new Answer.Withdraw(T)));
    }

    [Fact]
    public void The_sealed_request_is_in_no_state_but_pending()
    {
        foreach (var answer in Answers)
        {
            var next = Pending.Apply(answer);
            if (next is not ApprovalState.Pending) Assert.DoesNotContain("sealed", next.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Each_refusal_of_an_ask_says_whom_it_concerns()
    {
        static Answer Map(int status, string code, string description) =>
            AskErrors.Map(new TenantAnswer.Error(status, code, description, null), T, TimeSpan.FromSeconds(5));

        Assert.Equal(RemedyKind.Enrol, Assert.IsType<Answer.NotAsked>(Map(400, "invalid_request",
            "No eligible notification channels were found. guardian-push: User does not have push notifications set up")).Remedy!.Kind);
        Assert.Equal("push_off", Assert.IsType<Answer.NotAsked>(Map(400, "invalid_request",
            "No eligible notification channels were found. guardian-push: Push notifications not enabled on tenant")).Reason);
        Assert.Equal("binding_message", Assert.IsType<Answer.NotAsked>(Map(400, "invalid_request", "binding_message is too long")).Reason);
        Assert.Equal("unknown_user", Assert.IsType<Answer.NotAsked>(Map(400, "unknown_user_id", "User ID is malformed or unknown")).Reason);
        Assert.Equal("grant_off", Assert.IsType<Answer.NotAsked>(Map(403, "unauthorized_client", "Grant type not allowed for the client.")).Reason);
        Assert.Equal("client_refused", Assert.IsType<Answer.NotAsked>(Map(401, "access_denied", "Unauthorized")).Reason);
        Assert.IsType<Answer.NotSent>(Map(429, "too_many_requests", ""));
        Assert.IsType<Answer.AnswerLost>(Map(500, "server_error", ""));
    }

    [Fact]
    public void A_poll_is_told_by_its_code_but_a_refused_client_by_its_status()
    {
        static Answer Map(int status, string code) => RedeemErrors.Map(new TenantAnswer.Error(status, code, "", null), T, T, TimeSpan.FromSeconds(5));

        Assert.IsType<Answer.StillPending>(Map(400, "authorization_pending"));
        Assert.IsType<Answer.StillPending>(Map(403, "authorization_pending"));
        Assert.IsType<Answer.SlowDown>(Map(429, "slow_down"));
        Assert.IsType<Answer.AccessDenied>(Map(400, "access_denied"));
        Assert.IsType<Answer.AccessDenied>(Map(403, "access_denied"));
        Assert.IsType<Answer.Rejected>(Map(401, "access_denied"));
        Assert.IsType<Answer.Rejected>(Map(401, "invalid_client"));
        Assert.IsType<Answer.Gone>(Map(403, "invalid_grant"));
        Assert.IsType<Answer.Unreachable>(Map(429, "too_many_requests"));
        Assert.IsType<Answer.Unreachable>(Map(503, "server_error"));
    }
}
