//! The numbers of objects (ISO 32000-1, 7.3.10).
//!
//! In: objects numbered as they came, with gaps. Out: the same, numbered from 1 in their order.

use lopdf::{Document as Objects, Object};

/// Numbers the objects from 1 without gaps, in their order. `renumber_objects` of lopdf does the same, but looks for
/// each reference among all that it has met, in a time that grows with the square of the book.
pub(super) fn renumber(objects: &mut Objects) {
    let last = objects.objects.keys().next_back().map_or(0, |id| id.0);
    let mut numbers = vec![0; last as usize + 1];
    for (number, (old, _)) in (1..).zip(objects.objects.keys()) {
        numbers[*old as usize] = number;
    }
    let old = std::mem::take(&mut objects.objects);
    for (number, (_, mut object)) in (1..).zip(old) {
        redirect(&mut object, &numbers);
        objects.objects.insert((number, 0), object);
        objects.max_id = number;
    }
    objects.trailer.iter_mut().for_each(|(_, object)| redirect(object, &numbers));
}

/// Gives the references in an object their new numbers; those to nothing stay as they are.
fn redirect(object: &mut Object, numbers: &[u32]) {
    match object {
        Object::Reference(id) => match numbers.get(id.0 as usize) {
            Some(&number) if number > 0 => id.0 = number,
            _ => {}
        },
        Object::Array(objects) => objects.iter_mut().for_each(|object| redirect(object, numbers)),
        Object::Dictionary(entries) => entries.iter_mut().for_each(|(_, object)| redirect(object, numbers)),
        Object::Stream(stream) => stream.dict.iter_mut().for_each(|(_, object)| redirect(object, numbers)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use lopdf::dictionary;

    use super::*;

    #[test]
    fn gaps_close_and_references_follow() {
        let mut objects = Objects::with_version("1.7");
        objects
            .set_object((2, 0), dictionary! { "Kids" => vec![Object::Reference((9, 0)), Object::Reference((5, 0))] });
        objects.set_object((5, 0), Object::Null);
        objects.set_object(
            (9, 0),
            dictionary! { "Parent" => Object::Reference((2, 0)), "Lost" => Object::Reference((7, 0)) },
        );
        objects.trailer.set("Root", Object::Reference((9, 0)));
        renumber(&mut objects);
        let reference = |of: &Object| of.as_reference().unwrap().0;
        assert_eq!(objects.objects.keys().map(|id| id.0).collect::<Vec<_>>(), [1, 2, 3]);
        let kids = objects.get_dictionary((1, 0)).unwrap().get(b"Kids").unwrap().as_array().unwrap();
        assert_eq!(kids.iter().map(reference).collect::<Vec<_>>(), [3, 2]);
        let last = objects.get_dictionary((3, 0)).unwrap();
        assert_eq!(reference(last.get(b"Parent").unwrap()), 1);
        assert_eq!(reference(last.get(b"Lost").unwrap()), 7, "a reference to nothing stays as it is");
        assert_eq!(reference(objects.trailer.get(b"Root").unwrap()), 3);
        assert_eq!(objects.max_id, 3);
    }
}
