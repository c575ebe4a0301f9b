//! Type 2 charstrings (Adobe Technical Note 5177).
//!
//! In: segments of whole numbers. Out: the bytes that draw them, by the operators that take the fewest.

use super::contour::Segment;

/// Operands that one operator may have (Appendix B).
const MOST_OPERANDS: usize = 48;

pub(super) const ENDCHAR: u8 = 14;
pub(super) const RETURN: u8 = 11;
pub(super) const CALLGSUBR: u8 = 29;
const VMOVETO: u8 = 4;
const RMOVETO: u8 = 21;
const HMOVETO: u8 = 22;

/// The operators that draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Operator {
    RLine = 5,
    HLine = 6,
    VLine = 7,
    RRCurve = 8,
    VVCurve = 26,
    HHCurve = 27,
    VHCurve = 30,
    HVCurve = 31,
}

const OPERATORS: [Operator; 8] = [
    Operator::RRCurve,
    Operator::HVCurve,
    Operator::VHCurve,
    Operator::HHCurve,
    Operator::VVCurve,
    Operator::RLine,
    Operator::HLine,
    Operator::VLine,
];

/// Operands of one segment, and whether the operator may go on after it.
struct Step {
    operands: [i32; 6],
    count: usize,
    goes_on: bool,
}

impl Step {
    fn new(given: &[i32], goes_on: bool) -> Step {
        let mut operands = [0; 6];
        operands[..given.len()].copy_from_slice(given);
        Step { operands, count: given.len(), goes_on }
    }

    fn operands(&self) -> &[i32] {
        &self.operands[..self.count]
    }
}

impl Operator {
    /// The operands of a segment that is number `index` of those after one operator; `None` where it cannot be there.
    fn step(self, index: usize, segment: Segment) -> Option<Step> {
        let alternates = index % 2 == 1;
        match (self, segment) {
            (Operator::RLine, Segment::Line([x, y])) => Some(Step::new(&[x, y], true)),
            (Operator::HLine, Segment::Line(line)) => straight(line, !alternates),
            (Operator::VLine, Segment::Line(line)) => straight(line, alternates),
            (Operator::RRCurve, Segment::Curve(curve)) => Some(Step::new(&curve, true)),
            (Operator::HHCurve, Segment::Curve([a, b, c, d, e, 0])) => parallel([a, b, c, d, e], index),
            (Operator::VVCurve, Segment::Curve([a, b, c, d, 0, f])) => parallel([b, a, c, d, f], index),
            (Operator::HVCurve, Segment::Curve(curve)) => turning(curve, !alternates),
            (Operator::VHCurve, Segment::Curve(curve)) => turning(curve, alternates),
            _ => None,
        }
    }
}

/// A line along one axis.
fn straight([x, y]: [i32; 2], horizontal: bool) -> Option<Step> {
    match (horizontal, x, y) {
        (true, _, 0) => Some(Step::new(&[x], true)),
        (false, 0, _) => Some(Step::new(&[y], true)),
        _ => None,
    }
}

/// A curve that ends along the axis on which it begins; the first may begin off it.
fn parallel([along, across, c, d, end]: [i32; 5], index: usize) -> Option<Step> {
    match (across, index) {
        (0, _) => Some(Step::new(&[along, c, d, end], true)),
        (_, 0) => Some(Step::new(&[across, along, c, d, end], true)),
        _ => None,
    }
}

/// A curve that begins along one axis and ends along the other; the last may end anywhere.
fn turning([a, b, c, d, e, f]: [i32; 6], horizontal: bool) -> Option<Step> {
    let (start, off, end, off_end) = if horizontal { (a, b, f, e) } else { (b, a, e, f) };
    match (off, off_end) {
        (0, 0) => Some(Step::new(&[start, c, d, end], true)),
        (0, _) => Some(Step::new(&[start, c, d, end, off_end], false)),
        _ => None,
    }
}

/// Moves the pen.
pub(super) fn push_move(code: &mut Vec<u8>, [x, y]: [i32; 2]) {
    let operator = match (x, y) {
        (_, 0) => HMOVETO,
        (0, _) => VMOVETO,
        _ => RMOVETO,
    };
    if operator != VMOVETO {
        push_number(code, x);
    }
    if operator != HMOVETO {
        push_number(code, y);
    }
    code.push(operator);
}

/// Draws segments, by operators chosen with dynamic programming, from the last segment to the first.
pub(super) fn push_segments(code: &mut Vec<u8>, segments: &[Segment]) {
    // For each segment: bytes from there to the end, the operator to use, and the segment after its last.
    let mut best = vec![(u32::MAX, Operator::RRCurve, 0); segments.len()];
    best.push((0, Operator::RRCurve, 0));
    for from in (0..segments.len()).rev() {
        for operator in OPERATORS {
            let (mut bytes, mut operands) = (1, 0);
            for (index, &segment) in segments[from..].iter().enumerate() {
                let Some(step) = operator.step(index, segment) else { break };
                operands += step.count;
                if operands > MOST_OPERANDS {
                    break;
                }
                bytes += step.operands().iter().map(|&number| number_len(number)).sum::<u32>();
                let next = from + index + 1;
                if bytes + best[next].0 < best[from].0 {
                    best[from] = (bytes + best[next].0, operator, next);
                }
                if !step.goes_on {
                    break;
                }
            }
        }
    }
    let mut from = 0;
    while from < segments.len() {
        let (_, operator, next) = best[from];
        for (index, &segment) in segments[from..next].iter().enumerate() {
            let step = operator.step(index, segment);
            step.iter().flat_map(Step::operands).for_each(|&number| push_number(code, number));
        }
        code.push(operator as u8);
        from = next;
    }
}

/// Bytes that a number takes.
pub(super) fn number_len(number: i32) -> u32 {
    match number.abs() {
        0..=107 => 1,
        108..=1131 => 2,
        _ => 3,
    }
}

/// A number of a charstring, clamped to 16 bits.
pub(super) fn push_number(code: &mut Vec<u8>, number: i32) {
    match number {
        -107..=107 => code.push((number + 139) as u8),
        108..=1131 => code.extend(((number - 108) as u16 + (247 << 8)).to_be_bytes()),
        -1131..=-108 => code.extend(((-number - 108) as u16 + (251 << 8)).to_be_bytes()),
        _ => {
            let clamped = number.clamp(i16::MIN.into(), i16::MAX.into()) as i16;
            code.push(28);
            code.extend(clamped.to_be_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes with operators as they are and one-byte numbers as their values.
    fn check(segments: &[Segment], expected: &[i32]) {
        let mut code = Vec::new();
        push_segments(&mut code, segments);
        let spelled: Vec<i32> =
            code.iter().map(|&byte| if byte < 32 { byte.into() } else { i32::from(byte) - 139 }).collect();
        assert_eq!(spelled, expected, "{segments:?}");
    }

    #[test]
    fn numbers_take_one_to_three_bytes() {
        let bytes = |number| {
            let mut code = Vec::new();
            push_number(&mut code, number);
            assert_eq!(code.len() as u32, number_len(number), "{number}");
            code
        };
        assert_eq!(bytes(0), [139]);
        assert_eq!(bytes(-107), [32]);
        assert_eq!(bytes(108), [247, 0]);
        assert_eq!(bytes(-1131), [254, 255]);
        assert_eq!(bytes(1132), [28, 4, 108]);
    }

    #[test]
    fn lines_along_the_axes_alternate() {
        let lines = [[50, 0], [0, 30], [-50, 0]].map(Segment::Line);
        check(&lines, &[50, 30, -50, 6]);
        check(&[Segment::Line([3, 4]), Segment::Line([5, 6])], &[3, 4, 5, 6, 5]);
    }

    #[test]
    fn round_curves_leave_zeros_out() {
        let quarters = [[10, 0, 5, 5, 0, 10], [0, 10, -5, 5, -10, 0]].map(Segment::Curve);
        check(&quarters, &[10, 5, 5, 10, 10, -5, 5, -10, 31]);
        check(&[Segment::Curve([0, 10, 5, 5, 3, 10])], &[10, 5, 5, 3, 10, 30]);
        check(&[Segment::Curve([9, 2, 5, 5, 7, 0])], &[2, 9, 5, 5, 7, 27]);
    }

    #[test]
    fn an_operator_has_48_operands_at_most() {
        let code = {
            let mut code = Vec::new();
            push_segments(&mut code, &[Segment::Curve([1, 2, 3, 4, 5, 6]); 9]);
            code
        };
        assert_eq!(code.iter().filter(|&&byte| byte == Operator::RRCurve as u8).count(), 2);
    }
}
