/** Which of COCO's 17 keypoints are joined; the head's are left out, the face has landmarks of its own. */
export const Limbs: readonly (readonly [number, number])[] = [
  [5, 6],
  [5, 7],
  [7, 9],
  [6, 8],
  [8, 10],
  [5, 11],
  [6, 12],
  [11, 12],
  [11, 13],
  [13, 15],
  [12, 14],
  [14, 16],
];

/** The first keypoint of the body below the head. */
export const FirstOfBody = 5;

/** A keypoint the model is less sure of than this is not shown. */
export const MinKeypointScore = 0.3;
