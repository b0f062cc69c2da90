namespace Countersign.Accounts;

/// <param name="Enrolled">Whether a push can reach the person: the tenant has a confirmed enrolment of theirs.</param>
public sealed record PhoneView(bool Enrolled);
